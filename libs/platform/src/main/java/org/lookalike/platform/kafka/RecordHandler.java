package org.lookalike.platform.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Processes the records that an {@link UnorderedLoop} consumes, each in its own time. */
public interface RecordHandler {

    /** Told what became of records; may be called from any thread, once for each record. */
    interface Completion {
        /** All that follows from the record is durable: its offset may be committed. */
        void done(ConsumerRecord<byte[], byte[]> record);

        /** A defect: the loop ends, and nothing from this record on is committed. */
        void failed(ConsumerRecord<byte[], byte[]> record, Throwable defect);
    }

    /**
     * Takes records, and returns without waiting for them to be done. After a crash records that were not committed come
     * again, so side effects must be idempotent.
     *
     * @param records at least one, in order within each partition
     */
    void handle(List<ConsumerRecord<byte[], byte[]>> records, Completion completion);
}
