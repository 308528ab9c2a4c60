package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class KeyPartitionsTest {
    private final KeyPartitions partitions = new KeyPartitions(() -> 6);

    @Test
    void areThoseOfKafkasJavaClient() {
        for (int number = 0; number < 200; number++) {
            byte[] key = Records.key("line-7/" + number);
            assertThat(partitions.of(key)).isEqualTo(BuiltInPartitioner.partitionForKey(key, 6));
        }
    }

    @Test
    void handlersSeeNoRecordsOnForeignPartitions() throws InterruptedException {
        ConsumerRecord<byte[], byte[]> own = on(partitions.of(Records.key("a")));
        ConsumerRecord<byte[], byte[]> foreign = on((own.partition() + 1) % 6);
        List<ConsumerRecord<byte[], byte[]>> handled = new ArrayList<>();
        BatchHandler handler = partitions.withoutForeign(batch -> {
            handled.addAll(batch);
            return BatchResult.none();
        });

        handler.handle(List.of(foreign, own));
        handler.handle(List.of(foreign));

        assertThat(handled).containsExactly(own);
    }

    private static ConsumerRecord<byte[], byte[]> on(int partition) {
        return new ConsumerRecord<>("t", partition, 0, Records.key("a"), new byte[1]);
    }
}
