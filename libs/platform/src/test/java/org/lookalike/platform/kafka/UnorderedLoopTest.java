package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.operations.FaultLimits;
import org.lookalike.platform.operations.Health;

final class UnorderedLoopTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final TopicPartition PARTITION = new TopicPartition("requests", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<Long, ConsumerRecord<byte[], byte[]>> taken = new ConcurrentHashMap<>();
    private final AtomicReference<RecordHandler.Completion> completion = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Health health = new Health(new FaultLimits(Duration.ofMillis(100), Duration.ofMinutes(1)));
    private final UnorderedLoop loop = new UnorderedLoop(
            "loop",
            "requests",
            consumer,
            (records, done) -> {
                completion.set(done);
                records.forEach(record -> taken.put(record.offset(), record));
            },
            3,
            new SimpleMeterRegistry(),
            health);
    private final Thread thread = new Thread(() -> {
        try {
            loop.run();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    });

    @BeforeEach
    void start() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        thread.start();
        add(0, 3);
        await().atMost(TIMEOUT).until(() -> taken.size() == 3);
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        taken.values().forEach(record -> completion.get().done(record));
        thread.join();
    }

    @Test
    void commitsUpToTheFirstRecordThatIsNotDone() {
        done(1);
        done(2);
        done(0);
        await().atMost(TIMEOUT).until(() -> committed() == 3);
    }

    @Test
    void aRecordThatIsNotDoneHoldsBackCommitsAlone() {
        done(0);
        await().atMost(TIMEOUT).until(() -> committed() == 1);
        done(2);
        add(3, 1);
        await().atMost(TIMEOUT).until(() -> taken.containsKey(3L));
        done(3);
        add(4, 1);
        await().atMost(TIMEOUT).until(() -> taken.containsKey(4L));
        assertThat(committed()).isEqualTo(1);
        assertThat(loop.oldestSeconds()).isPositive();
    }

    @Test
    void aRecordThatIsNeverDoneShowsAsHanging() {
        await().atMost(TIMEOUT).until(() -> health.hanging().containsKey("loop"));
        done(0);
        done(1);
        done(2);
        assertThat(health.hanging()).isEmpty();
    }

    @Test
    void fetchesNoMoreThanItsLimitLeavesRoomFor() {
        await().atMost(TIMEOUT).until(() -> !consumer.paused().isEmpty());
        done(0);
        await().atMost(TIMEOUT).until(() -> consumer.paused().isEmpty());
    }

    @Test
    void finishesWhatIsInWorkBeforeItEnds() throws InterruptedException {
        thread.interrupt();
        done(0);
        done(1);
        done(2);
        thread.join();
        assertThat(failure).hasValue(null);
    }

    @Test
    void endsWithTheDefectOfAHandler() throws InterruptedException {
        completion.get().failed(taken.get(1L), new IllegalStateException("a defect"));
        thread.join();
        assertThat(failure.get()).hasMessageContaining("requests-0 offset 1").hasRootCauseMessage("a defect");
    }

    private void add(long from, int count) {
        consumer.schedulePollTask(() -> {
            for (long offset = from; offset < from + count; offset++) {
                consumer.addRecord(new ConsumerRecord<>("requests", 0, offset, new byte[0], new byte[0]));
            }
        });
    }

    private void done(long offset) {
        completion.get().done(taken.get(offset));
    }

    private long committed() {
        OffsetAndMetadata committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return committed == null ? -1 : committed.offset();
    }
}
