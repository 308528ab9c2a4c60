package org.lookalike.platform.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Processes the records that a {@link BatchLoop} consumes. */
@FunctionalInterface
public interface BatchHandler {
    /**
     * Processes one batch. The loop publishes the result and commits the records' offsets afterwards; after a crash in
     * between, the same records are delivered again, so side effects must be idempotent.
     *
     * @param records at least one, in order within each partition
     * @throws org.lookalike.platform.failure.TransientFailure to be called again with the same records after a backoff
     * @throws InterruptedException if the partitions were revoked or the service is shutting down
     */
    BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException;

    /**
     * The same, for handlers that write where no broker refuses what a stale instance writes.
     *
     * @param ownership to be asked before each write
     * @throws InterruptedException also if the ownership says so
     */
    default BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records, Ownership ownership)
            throws InterruptedException {
        return handle(records);
    }
}
