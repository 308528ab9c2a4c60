package org.lookalike.ingest.delete;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.Records;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("ForeignRecordMover moved")
final class ForeignRecordMoverTest {
    private static final byte[] KEY = Records.key("line-7/0815");

    private final KeyPartitions partitions = new KeyPartitions(() -> 6);
    private final int own = partitions.of(KEY);
    private final int foreign = (own + 1) % 6;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ForeignRecordMover mover = new ForeignRecordMover(partitions, metrics);

    @Test
    void movesValuesAndTombstonesToTheirKeysPartition() {
        for (byte[] value : new byte[][] {{1, 2}, null}) {
            ConsumerRecord<byte[], byte[]> record = record(foreign, value);
            record.headers().add("urgency", new byte[] {7});

            List<ProducerRecord<byte[], byte[]>> outputs =
                    mover.handle(List.of(record)).outputs();

            ProducerRecord<byte[], byte[]> moved = outputs.get(0);
            assertThat(moved.partition()).isEqualTo(own);
            assertThat(moved.key()).isEqualTo(KEY);
            assertThat(moved.value()).isEqualTo(value);
            assertThat(moved.headers().lastHeader("urgency").value()).containsExactly(7);
            ProducerRecord<byte[], byte[]> left = outputs.get(1);
            assertThat(left.partition()).isEqualTo(foreign);
            assertThat(left.key()).isEqualTo(KEY);
            assertThat(left.value()).isNull();
            assertThat(left.headers().lastHeader(ForeignRecordMover.MOVED)).isNotNull();
        }
        assertThat(metrics.counter("lookalike.ingest.moved").count()).isEqualTo(2);
    }

    @Test
    void leavesRecordsOnTheirOwnPartitionAndItsOwnMarkersAlone() {
        ConsumerRecord<byte[], byte[]> marker = record(foreign, null);
        marker.headers().add(ForeignRecordMover.MOVED, new byte[0]);

        assertThat(mover.handle(List.of(record(own, new byte[1]), record(own, null), marker))
                        .outputs())
                .isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, byte @Nullable [] value) {
        return new ConsumerRecord<>("images.arrived", partition, 3, KEY, value);
    }
}
