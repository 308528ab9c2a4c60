package org.lookalike.platform.kafka;

import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How far a loop reads ahead of its work, so that what is urgent overtakes what can wait.
 *
 * <p>What was overtaken is committed late: a crash repeats everything from the oldest record that was not done, urgent
 * ones that were among it. Records of one key never overtake each other.
 *
 * @param canWait whether a record may be overtaken
 * @param maxRecords most records held while something is being worked on; 0 reads nothing ahead and keeps the topic's
 *     order
 * @param maxBytes most bytes of keys and values held
 * @param urgentBatch most records per batch of those that cannot wait, beside older ones of their keys; at least 1
 * @param waitingBatch most records of those that can wait per batch, so that an urgent one is soon reached; at least 1
 */
public record ReadAhead(
        Predicate<ConsumerRecord<byte[], byte[]>> canWait,
        int maxRecords,
        long maxBytes,
        int urgentBatch,
        int waitingBatch) {
    public ReadAhead {
        if (maxRecords < 0 || maxBytes < 0 || urgentBatch < 1 || waitingBatch < 1) {
            throw new IllegalArgumentException(
                    "maxRecords %d and maxBytes %d must be 0 or more, urgentBatch %d and waitingBatch %d 1 or more"
                            .formatted(maxRecords, maxBytes, urgentBatch, waitingBatch));
        }
    }

    /** In the topic's order, but what comes next is read while a batch is in work. */
    public static ReadAhead inOrder(int batch, long maxBytes) {
        return new ReadAhead(record -> false, 2 * batch, maxBytes, batch, batch);
    }

    /** Every batch is one poll, in the topic's order. */
    public static ReadAhead none() {
        return new ReadAhead(record -> false, 0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
