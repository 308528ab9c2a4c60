package org.lookalike.platform.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether a batch still is this instance's, for handlers whose effects lie outside Kafka: no broker refuses what they write after
 * another instance has taken over. Thread-safe.
 */
public interface Ownership {
    /** Of an instance that is the only one there ever was. */
    Ownership SOLE = new Ownership() {
        @Override
        public void require() {}

        @Override
        public boolean isContested(ConsumerRecord<byte[], byte[]> record) {
            return false;
        }
    };

    /**
     * Returns if no other instance can have the batch's partitions yet; to be called before each write. Waits while that is
     * uncertain, as it is after this process was paused, until the group's coordinator has confirmed it.
     *
     * @throws InterruptedException if the batch was taken away
     */
    void require() throws InterruptedException;

    /**
     * Whether another instance may have handled this record, and newer ones, before the partition came to this instance: what
     * it wrote must not be overwritten by what is older.
     */
    boolean isContested(ConsumerRecord<byte[], byte[]> record);
}
