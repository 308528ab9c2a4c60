package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.lookalike.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects a leader among the instances of a service: the one that owns the only partition of a topic in a consumer group of
 * its own, through which nothing is read. The leader runs its task on a thread of its own, round after round. When it
 * loses the partition it is interrupted, and its successor starts from scratch: any part of the task may be done twice.
 */
public final class LeaderElection implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaderElection.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final String name;
    private final Topic<?> topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final LeaderTask task;
    private final Outage outage;
    private boolean leader;
    private @Nullable Future<?> round;

    /**
     * @param name the name of the task's thread, and of the task in logs and in the service's health
     * @param topic a topic with one partition, whose owner is the leader
     * @param consumers makes a member of the election's group, closed by this
     */
    public LeaderElection(
            String name, Topic<?> topic, Supplier<Consumer<byte[], byte[]>> consumers, LeaderTask task, Health health) {
        if (topic.partitions() != 1) {
            throw new IllegalArgumentException("topic %s has %d partitions, a leader election needs a topic with 1"
                    .formatted(topic.name(), topic.partitions()));
        }
        this.name = name;
        this.topic = topic;
        this.consumers = consumers;
        this.task = task;
        this.outage = new Outage(name, health);
    }

    /**
     * Takes part in the election until interrupted.
     *
     * @throws IllegalStateException if the task fails by anything but an outage
     */
    @Override
    public void run() {
        ExecutorService worker = Executors.newSingleThreadExecutor(runnable -> new Thread(runnable, name));
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            consumer.subscribe(List.of(topic.name()), new Rebalance());
            while (!Thread.currentThread().isInterrupted()) {
                poll(consumer);
                checkRound();
                if (leader && round == null) {
                    round = worker.submit(() -> {
                        task.runOnce();
                        return null;
                    });
                }
            }
        } catch (InterruptException e) {
            LOGGER.debug("interrupted to close");
        } finally {
            worker.shutdownNow();
            // With the flag set it could not leave the group, and there would be no leader until the session timed out.
            boolean interrupted = Thread.interrupted();
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void poll(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.poll(POLL);
            consumer.pause(consumer.assignment());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            outage.begin(e);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void checkRound() {
        Future<?> current = round;
        if (current == null || !current.isDone()) {
            return;
        }
        round = null;
        if (current.isCancelled()) {
            return;
        }
        try {
            current.get();
            outage.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransientFailure || e.getCause() instanceof KafkaException) {
                outage.begin(e.getCause());
            } else if (!(e.getCause() instanceof InterruptedException)) {
                throw new IllegalStateException("%s failed".formatted(name), e.getCause());
            }
        }
    }

    private void resign() {
        if (leader) {
            leader = false;
            LOGGER.atInfo().addKeyValue("election", name).log("resigned as the leader");
            Future<?> current = round;
            if (current != null) {
                current.cancel(true);
                round = null;
            }
            task.onResigned();
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                leader = true;
                LOGGER.atInfo().addKeyValue("election", name).log("elected as the leader");
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                resign();
            }
        }
    }
}
