package org.lookalike.platform.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The ownership of one batch's partitions: lost with the batch, and in doubt while the membership is. Thread-safe. */
final class BatchOwnership implements Ownership {
    private static final Duration CONFIRMATION_POLL = Duration.ofMillis(100);

    private final @Nullable GroupMembership membership;
    private volatile boolean lost;

    /** @param membership null where the broker refuses the outputs of an instance that has lost its partitions */
    BatchOwnership(@Nullable GroupMembership membership) {
        this.membership = membership;
    }

    /** Whoever requires it from now on does not get it. */
    void lose() {
        lost = true;
    }

    @Override
    public void require() throws InterruptedException {
        while (true) {
            if (lost || Thread.interrupted()) {
                throw new InterruptedException("the batch was taken away");
            }
            if (membership == null || membership.isConfirmed()) {
                return;
            }
            membership.awaitConfirmation(CONFIRMATION_POLL);
        }
    }

    @Override
    public boolean isContested(ConsumerRecord<byte[], byte[]> record) {
        return membership != null && membership.isContested(record);
    }
}
