package org.lookalike.standalone.topic;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One partition between its beginning and the end that it had at first, as often as it is asked for. Of one thread. */
public final class PartitionScan {
    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader;
    private final TopicPartition partition;
    private final long end;

    PartitionScan(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader, TopicPartition partition) {
        this.reader = reader;
        this.partition = partition;
        reader.assign(List.of(partition));
        this.end = Objects.requireNonNull(reader.endOffsets(List.of(partition)).get(partition));
    }

    /** Each record, in order. What compaction takes away between two calls is missing from the second. */
    public void forEach(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        reader.seekToBeginning(List.of(partition));
        while (reader.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(TopicScan.POLL)) {
                if (record.offset() < end) {
                    each.accept(record);
                }
            }
        }
    }
}
