package org.lookalike.admin.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.kafka.Records;

class NewestRecordsTest {
    @Test
    void theNewestOfEachKeyIsHandedOverInTheOrderOfOffsets() {
        List<ConsumerRecord<byte[], byte[]>> partition =
                List.of(record(0, "a", "1"), record(1, "b", "2"), record(2, "a", "3"), record(4, "c", "4"));

        assertThat(newest(partition, partition)).containsExactly("b@1", "a@2", "c@4");
    }

    @Test
    void aTombstoneTakesAKeyAwayUntilItComesAgain() {
        List<ConsumerRecord<byte[], byte[]>> partition = List.of(
                record(0, "gone", "1"),
                record(1, "back", "2"),
                record(2, "gone", null),
                record(3, "back", null),
                record(4, "back", "3"));

        assertThat(newest(partition, partition)).containsExactly("back@4");
    }

    @Test
    void recordsWithoutKeyAreLeftOut() {
        List<ConsumerRecord<byte[], byte[]>> partition = List.of(record(0, null, "1"), record(1, "a", "2"));

        assertThat(newest(partition, partition)).containsExactly("a@1");
    }

    @Test
    void whatCompactionTookBetweenTheReadingsIsCounted() {
        List<ConsumerRecord<byte[], byte[]>> first = List.of(record(0, "a", "1"), record(1, "b", "2"));
        List<ConsumerRecord<byte[], byte[]>> second = List.of(record(1, "b", "2"));
        Iterator<List<ConsumerRecord<byte[], byte[]>>> readings =
                List.of(first, second).iterator();

        long lost = NewestRecords.forEach(each -> readings.next().forEach(each), found -> {});

        assertThat(lost).isEqualTo(1);
    }

    private static List<String> newest(
            List<ConsumerRecord<byte[], byte[]>> first, List<ConsumerRecord<byte[], byte[]>> second) {
        Iterator<List<ConsumerRecord<byte[], byte[]>>> readings =
                List.of(first, second).iterator();
        List<String> found = new ArrayList<>();
        NewestRecords.forEach(
                each -> readings.next().forEach(each),
                each -> found.add(Records.text(each.key()) + "@" + each.offset()));
        return found;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String value) {
        return new ConsumerRecord<>(
                "vectors", 0, offset, key == null ? null : Records.key(key), value == null ? null : Records.key(value));
    }
}
