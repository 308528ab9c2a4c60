package org.lookalike.platform.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a service does with the records that a {@link BatchLoop} brings. */
@FunctionalInterface
public interface BatchHandler {
    /**
     * Does the work for some records and returns what to publish. The loop publishes it and commits the records' offsets
     * afterwards, so that a crash in between makes the same records come again: effects must be idempotent.
     *
     * @param records at least one, in order within each partition
     * @throws org.lookalike.platform.failure.TransientFailure to be called again with the same records after a pause
     * @throws InterruptedException when the partitions were taken away or the service ends
     */
    List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException;
}
