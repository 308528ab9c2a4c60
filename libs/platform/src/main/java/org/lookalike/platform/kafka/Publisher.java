package org.lookalike.platform.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** How a loop makes its results visible and its progress durable. Used by the loop's thread alone. */
public interface Publisher extends AutoCloseable {
    /**
     * Publishes the outputs, then commits the offsets.
     *
     * @return false if neither can be relied upon, so that the records must be handled again
     */
    boolean publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer);

    @Override
    void close();
}
