package org.lookalike.platform.kafka;

import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How far a loop reads ahead of its handler, so that urgent records overtake those that can wait.
 *
 * <p>Records that were overtaken are committed late: after a crash, everything from the oldest unprocessed record on is
 * delivered again, including urgent ones. Records of one key never overtake each other.
 *
 * @param canWait whether a record may be overtaken
 * @param maxRecords the maximum number of records held while a batch is being processed; 0 reads nothing ahead and keeps
 *     the topic's order
 * @param maxBytes the maximum bytes of keys and values held
 * @param urgentBatch the maximum number of urgent records per batch, in addition to older ones of their keys; at least 1
 * @param waitingBatch the maximum number per batch of records that can wait, so that an urgent one is soon reached; at
 *     least 1
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

    /** In the topic's order, fetching the next batch while one is being processed. */
    public static ReadAhead inOrder(int batch, long maxBytes) {
        return new ReadAhead(record -> false, 2 * batch, maxBytes, batch, batch);
    }

    /** Each poll is a batch, in the topic's order. */
    public static ReadAhead none() {
        return new ReadAhead(record -> false, 0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
