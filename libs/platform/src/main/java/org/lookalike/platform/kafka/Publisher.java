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
        /** The outputs are durable, but the group is rebalancing: poll, then commit the offsets without outputs. */
        COMMIT_AGAIN,
        /** Nothing is visible because the group is rebalancing: poll, then publish the same outputs again. */
        PUBLISH_AGAIN
    }

    /**
     * Publishes the outputs, then commits the offsets.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker is unavailable; whether the offsets were
     *     committed is then unknown until {@link #recover} returns
     * @throws IllegalStateException if the broker will never accept these outputs
     */
    Outcome publish(
            List<ProducerRecord<byte[], byte[]>> outputs,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Consumer<byte[], byte[]> consumer);

    /** Whether the broker refuses what an instance publishes that has lost its partitions. */
    boolean isFenced();

    /**
     * Completes or aborts what a failed publication left undecided, so that the committed offsets can be relied on.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker is still unavailable
     */
    void recover();

    @Override
    void close();
}
