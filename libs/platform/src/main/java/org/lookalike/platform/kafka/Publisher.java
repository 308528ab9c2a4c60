package org.lookalike.platform.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** How a loop makes its results visible and its progress durable. Used by the loop's thread alone. */
public interface Publisher extends AutoCloseable {
    /** How far a publication came. */
    enum Outcome {
        /** Outputs and offsets are durable. */
        COMMITTED,
        /** The outputs are durable, but the group is being rebalanced: poll, then commit the offsets without outputs. */
        COMMIT_AGAIN,
        /** Nothing is visible because the group is being rebalanced: poll, then publish the same outputs again. */
        PUBLISH_AGAIN
    }

    /**
     * Publishes the outputs, then commits the offsets.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker is unwell; whether the offsets were committed
     *     is then unknown until {@link #recover} returned
     * @throws IllegalStateException if the broker will never take these outputs
     */
    Outcome publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer);

    /**
     * Settles what a failed publication left undecided, so that the committed offsets tell the truth.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker is still unwell
     */
    void recover();

    @Override
    void close();
}
