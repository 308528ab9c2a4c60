package org.lookalike.platform.lifecycle;

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
import org.lookalike.schemas.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one of the instances an office: the owner of a topic of one partition in a consumer group of its own, which reads
 * nothing by it. The duties are done on a thread of their own, round after round; an instance that loses the office is
 * interrupted in them, and its successor begins anew: every duty may be done twice.
 */
public final class LeaderElection implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaderElection.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration LEAVE_GROUP = Duration.ofSeconds(3);

    private final String office;
    private final Topic<?> topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final LeaderTask duties;
    private final Health health;
    private boolean elected;
    private boolean degraded;
    private @Nullable Future<?> round;

    /** What whoever holds the office does. */
    public interface LeaderTask {
        /**
         * One round of everything; must not take for granted that any earlier round was finished.
         *
         * @throws InterruptedException when the office was lost
         */
        void round() throws InterruptedException;

        /** The office was lost. */
        void end();
    }

    /**
     * @param office its name, such as {@code sink.generation-controller}: of its thread, in logs and in the service's health
     * @param topic whose one partition makes its owner the holder
     * @param consumers makes a member of the office's group, closed by this
     */
    public LeaderElection(
            String office,
            Topic<?> topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            LeaderTask duties,
            Health health) {
        if (topic.partitions() != 1) {
            throw new IllegalArgumentException("topic %s has %d partitions, an office needs one with 1"
                    .formatted(topic.name(), topic.partitions()));
        }
        this.office = office;
        this.topic = topic;
        this.consumers = consumers;
        this.duties = duties;
        this.health = health;
    }

    /**
     * Stands for election until interrupted.
     *
     * @throws IllegalStateException if a duty has a defect
     */
    @Override
    public void run() {
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, office));
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            consumer.subscribe(List.of(topic.name()), new Holding());
            while (!Thread.currentThread().isInterrupted()) {
                poll(consumer);
                settle();
                if (elected && round == null) {
                    round = worker.submit(() -> {
                        duties.round();
                        return null;
                    });
                }
            }
        } catch (InterruptException e) {
            LOGGER.debug("interrupted to close");
        } finally {
            worker.shutdownNow();
            // Else it could not leave the group, and the office would stay empty until the group misses it.
            boolean interrupted = Thread.interrupted();
            consumer.close(CloseOptions.timeout(LEAVE_GROUP));
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
            notice(e);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void settle() {
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
            if (degraded) {
                degraded = false;
                health.recovered(office);
                LOGGER.atInfo().addKeyValue("office", office).log("works again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransientFailure || e.getCause() instanceof KafkaException) {
                notice(e.getCause());
            } else if (!(e.getCause() instanceof InterruptedException)) {
                throw new IllegalStateException("%s failed".formatted(office), e.getCause());
            }
        }
    }

    private void notice(Throwable outage) {
        if (!degraded) {
            degraded = true;
            health.degraded(office, String.valueOf(outage.getMessage()));
            LOGGER.atWarn().addKeyValue("office", office).log("cannot work, trying again: {}", outage.getMessage());
        }
    }

    private void resign() {
        if (elected) {
            elected = false;
            LOGGER.atInfo().addKeyValue("office", office).log("no longer holds it");
            Future<?> current = round;
            if (current != null) {
                current.cancel(true);
                round = null;
            }
            duties.end();
        }
    }

    private final class Holding implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                elected = true;
                LOGGER.atInfo().addKeyValue("office", office).log("holds it");
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
