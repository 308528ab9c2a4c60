package org.lookalike.query.reply;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends replies, so that a topic that does not take them holds back none but its own. Each topic has a thread and a bounded
 * number of bytes on their way. While the broker does not answer, replies are tried again for as long as it takes; where the
 * broker answers and a topic yet does not acknowledge within the time limit, the topic is down: that is logged once, its
 * replies are given up, and one of them at a time finds out whether it is back. Thread-safe.
 */
public final class ReplySender implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplySender.class);
    private static final int MAX_PENDING_KIBIBYTES = 16 << 10;
    private static final Duration ROOM_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final long PROBE_MS = 1_000;
    private static final int MAX_TOPICS = 1_000;

    private final Producer<byte[], byte[]> producer;
    private final BooleanSupplier brokerAnswers;
    private final Outage brokerOutage;
    private final Counter lost;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<Attempt, Long> pending = new ConcurrentHashMap<>();
    private final ScheduledExecutorService retries =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "query-reply-retries"));
    /** When the broker was last seen not to answer. */
    private volatile long lastSilentNanos;

    /**
     * Takes the parts.
     *
     * @param producer the caller's to close; its delivery timeout is how long a topic may take to acknowledge a reply
     * @param brokerAnswers asks the broker something that concerns no topic; may take seconds
     */
    public ReplySender(
            Producer<byte[], byte[]> producer, BooleanSupplier brokerAnswers, MeterRegistry metrics, Health health) {
        this.producer = producer;
        this.brokerAnswers = brokerAnswers;
        this.brokerOutage = new Outage("query.replies", health);
        this.lastSilentNanos = System.nanoTime() - 1;
        this.lost = Counter.builder("lookalike.replies.lost")
                .description("Replies given up because their topic did not take them")
                .register(metrics);
        var unused = retries.scheduleWithFixedDelay(this::watch, PROBE_MS, PROBE_MS, TimeUnit.MILLISECONDS);
    }

    /** What becomes of a reply. */
    private record Attempt(
            ProducerRecord<byte[], byte[]> record, boolean required, Lane lane, int size, Runnable then) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** One topic's. */
    private static final class Lane {
        private final ThreadPoolExecutor thread;
        private final Semaphore room = new Semaphore(MAX_PENDING_KIBIBYTES);
        private final AtomicInteger pending = new AtomicInteger();
        private final Outage outage;

        Lane(String topic) {
            outage = Outage.logged("reply topic " + topic);
            thread = new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    task -> new Thread(task, "query-reply-" + topic));
            thread.allowCoreThreadTimeOut(true);
        }
    }

    /**
     * Sends a reply.
     *
     * @param then called once, on any thread, when the reply was acknowledged or given up
     */
    public void send(ProducerRecord<byte[], byte[]> reply, Runnable then) throws InterruptedException {
        send(reply, false, then);
    }

    /** As {@link #send}, for a record that is never given up. */
    public void sendRequired(ProducerRecord<byte[], byte[]> record, Runnable then) throws InterruptedException {
        send(record, true, then);
    }

    private void send(ProducerRecord<byte[], byte[]> record, boolean required, Runnable then)
            throws InterruptedException {
        Lane lane = lane(record.topic());
        byte[] value = record.value();
        int size = 1 + Math.min(MAX_PENDING_KIBIBYTES / 2, (value == null ? 0 : value.length) >> 10);
        boolean trial = lane.pending.incrementAndGet() == 1;
        boolean hopeless = !required && lane.outage.isOngoing() && !trial;
        if (hopeless || !lane.room.tryAcquire(size, ROOM_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            lane.pending.decrementAndGet();
            lost.increment();
            then.run();
            return;
        }
        attempt(new Attempt(record, required, lane, size, then));
    }

    private Lane lane(String topic) {
        if (lanes.size() >= MAX_TOPICS && !lanes.containsKey(topic)) {
            lanes.values().removeIf(lane -> lane.pending.get() == 0);
        }
        return lanes.computeIfAbsent(topic, Lane::new);
    }

    private void attempt(Attempt attempt) {
        long began = System.nanoTime();
        pending.putIfAbsent(attempt, began);
        try {
            // Where a topic has vanished even the call blocks.
            attempt.lane().thread.execute(() -> {
                try {
                    var unused = producer.send(attempt.record(), (metadata, failure) -> {
                        if (failure == null) {
                            attempt.lane().outage.end();
                            brokerOutage.end();
                            end(attempt);
                        } else {
                            later(() -> failed(attempt, began, failure));
                        }
                    });
                } catch (KafkaException | IllegalStateException e) {
                    later(() -> failed(attempt, began, e));
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("closed while a reply waited", e);
        }
    }

    /** On the thread of retries, since asking the broker takes a while. */
    private void failed(Attempt attempt, long began, Exception failure) {
        boolean answers = brokerAnswers.getAsBoolean();
        if (!answers) {
            lastSilentNanos = System.nanoTime();
            brokerOutage.begin(failure);
        }
        boolean silentMeanwhile = lastSilentNanos - began >= 0;
        if (!answers || silentMeanwhile || attempt.required()) {
            var unused = retries.schedule(() -> attempt(attempt), PROBE_MS, TimeUnit.MILLISECONDS);
            return;
        }
        attempt.lane().outage.begin(failure);
        lost.increment();
        end(attempt);
    }

    private void later(Runnable task) {
        try {
            retries.execute(task);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("closed while a reply failed", e);
        }
    }

    private void end(Attempt attempt) {
        if (pending.remove(attempt) != null) {
            attempt.lane().room.release(attempt.size());
            attempt.lane().pending.decrementAndGet();
            attempt.then().run();
        }
    }

    /** While a reply waits, notes when the broker is silent: that is no fault of the reply's topic. */
    private void watch() {
        long now = System.nanoTime();
        boolean waits =
                pending.values().stream().anyMatch(began -> now - began > TimeUnit.MILLISECONDS.toNanos(PROBE_MS));
        if (waits && !brokerAnswers.getAsBoolean()) {
            lastSilentNanos = System.nanoTime();
        }
    }

    /** Forgets what is not acknowledged: its requests are not committed. */
    @Override
    public void close() {
        retries.shutdownNow();
        lanes.values().forEach(lane -> lane.thread.shutdownNow());
    }
}
