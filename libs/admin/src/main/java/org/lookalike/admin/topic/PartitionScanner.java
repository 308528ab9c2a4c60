package org.lookalike.admin.topic;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.kafka.TopicReader;

/** One partition between its beginning and the end that it had at first, as often as it is asked for. Of one thread. */
public final class PartitionScanner {
    private final TopicReader reader;
    private final Map<TopicPartition, Long> ends;

    PartitionScanner(TopicReader reader) {
        this.reader = reader;
        this.ends = reader.ends();
    }

    /** Each record, in order. What compaction takes away between two calls is missing from the second. */
    public void forEach(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        reader.rewind();
        reader.read(ends, record -> {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < Objects.requireNonNull(ends.get(partition))) {
                each.accept(record);
            }
        });
    }
}
