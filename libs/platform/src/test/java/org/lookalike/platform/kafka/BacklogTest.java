package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private final Backlog backlog =
            new Backlog(new ReadAhead(record -> text(record).startsWith("slow"), 6, 1_000, 10, 2));

    @Test
    void withoutReadingAheadABatchIsWhatWasPolled() {
        Backlog plain = new Backlog(ReadAhead.none());
        plain.add(polled(record(P0, 5, "a", "slow"), record(P1, 9, "b", "x"), record(P0, 6, "c", "y")));

        Backlog.Batch batch = plain.take().orElseThrow();

        assertThat(plain.hasCapacity()).isFalse();
        assertThat(texts(batch)).containsExactly("slow", "y", "x");
        assertThat(batch.firstOffsets()).containsOnly(Map.entry(P0, 5L), Map.entry(P1, 9L));
        assertThat(next(batch)).containsOnly(Map.entry(P0, 7L), Map.entry(P1, 10L));
        assertThat(plain.isEmpty()).isTrue();
        assertThat(plain.take()).isEmpty();
    }

    @Test
    void urgentRecordsLeaveFirstAndOnlyWhatIsDoneIsCommitted() {
        backlog.add(polled(
                record(P0, 0, "a", "slow-0"),
                record(P0, 1, "b", "slow-1"),
                record(P0, 2, "c", "urgent"),
                record(P0, 3, "d", "slow-2")));

        Backlog.Batch urgent = backlog.take().orElseThrow();
        Backlog.Batch slow = backlog.take().orElseThrow();
        Backlog.Batch rest = backlog.take().orElseThrow();

        assertThat(texts(urgent)).containsExactly("urgent");
        assertThat(next(urgent)).containsOnly(Map.entry(P0, 0L));
        assertThat(texts(slow)).containsExactly("slow-0", "slow-1");
        // The urgent one is done already.
        assertThat(next(slow)).containsOnly(Map.entry(P0, 3L));
        assertThat(texts(rest)).containsExactly("slow-2");
        assertThat(next(rest)).containsOnly(Map.entry(P0, 4L));
    }

    @Test
    void olderRecordsOfAKeyLeaveWithTheUrgentOne() {
        backlog.add(polled(record(P0, 0, "a", "slow-0"), record(P0, 1, "b", "slow-1"), record(P0, 2, "a", "urgent")));

        Backlog.Batch first = backlog.take().orElseThrow();

        assertThat(texts(first)).containsExactly("slow-0", "urgent");
        assertThat(next(first)).containsOnly(Map.entry(P0, 1L));
        assertThat(texts(backlog.take().orElseThrow())).containsExactly("slow-1");
        assertThat(backlog.take()).isEmpty();
    }

    @Test
    void newerRecordsOfAKeyStayForLater() {
        backlog.add(polled(record(P0, 0, "a", "urgent"), record(P0, 1, "a", "slow-0")));

        assertThat(texts(backlog.take().orElseThrow())).containsExactly("urgent");
        assertThat(texts(backlog.take().orElseThrow())).containsExactly("slow-0");
    }

    @Test
    void recordsWithoutAKeyAreNeverHeldTogether() {
        backlog.add(polled(record(P0, 0, null, "slow-0"), record(P0, 1, null, "urgent")));

        assertThat(texts(backlog.take().orElseThrow())).containsExactly("urgent");
    }

    @Test
    void readingAheadEndsAtTheLimitsAndGoesOnBelowThem() {
        assertThat(backlog.hasCapacity()).isTrue();
        for (int offset = 0; offset < 6; offset++) {
            backlog.add(polled(record(P0, offset, "k" + offset, "slow")));
        }
        assertThat(backlog.hasCapacity()).isFalse();
        assertThat(backlog.take()).isPresent();
        assertThat(backlog.hasCapacity()).isTrue();

        backlog.add(polled(record(P1, 0, "big", "slow" + "x".repeat(1_000))));
        assertThat(backlog.hasCapacity()).isFalse();
    }

    @Test
    void aPartitionThatMovedWithoutRecordsIsCommittedOnce() {
        backlog.add(new ConsumerRecords<>(Map.of(), Map.of(P0, new OffsetAndMetadata(8))));

        Backlog.Batch moved = backlog.take().orElseThrow();

        assertThat(moved.records()).isEmpty();
        assertThat(next(moved)).containsOnly(Map.entry(P0, 8L));
        assertThat(backlog.take()).isEmpty();
    }

    @Test
    void aForgottenPartitionMayBeReadAgain() {
        backlog.add(polled(record(P0, 0, "a", "slow-0"), record(P1, 0, "b", "slow-1"), record(P0, 1, "a", "urgent")));

        backlog.remove(List.of(P0));

        assertThat(texts(backlog.take().orElseThrow())).containsExactly("slow-1");
        assertThat(backlog.isEmpty()).isTrue();
        backlog.add(polled(record(P0, 0, "a", "slow-0"), record(P0, 1, "a", "urgent")));
        assertThat(texts(backlog.take().orElseThrow())).containsExactly("slow-0", "urgent");
        assertThat(backlog.take()).isEmpty();
    }

    @SafeVarargs
    private static ConsumerRecords<byte[], byte[]> polled(ConsumerRecord<byte[], byte[]>... records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> parts = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition place = new TopicPartition(record.topic(), record.partition());
            parts.computeIfAbsent(place, absent -> new ArrayList<>()).add(record);
            next.put(place, new OffsetAndMetadata(record.offset() + 1));
        }
        return new ConsumerRecords<>(parts, next);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            TopicPartition place, long offset, @Nullable String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                place.topic(),
                place.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length(),
                bytes.length,
                key == null ? null : Records.key(key),
                bytes,
                new RecordHeaders(),
                Optional.empty());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static List<String> texts(Backlog.Batch batch) {
        return batch.records().stream().map(BacklogTest::text).toList();
    }

    private static Map<TopicPartition, Long> next(Backlog.Batch batch) {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        batch.nextOffsets().forEach((place, offset) -> offsets.put(place, offset.offset()));
        return offsets;
    }
}
