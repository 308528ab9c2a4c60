package org.lookalike.platform.kafka;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * A batch reduced to the newest record of each key, as log compaction would reduce it. Relies on a key's records being in
 * one partition, where offsets grow: the last record of a key in the batch is its newest.
 *
 * @param newest the newest value of each key, in the order in which the keys first appeared; without keys whose tombstone
 *     came last
 * @param deleted the keys that had a tombstone, whether or not a value came after it
 */
public record CompactedBatch<V>(Map<String, Entry<V>> newest, Set<String> deleted) {
    /**
     * A value and where it came from.
     *
     * @param value the record's value, read
     * @param origin the record
     */
    public record Entry<V>(V value, ConsumerRecord<byte[], byte[]> origin) {}

    /** Reads records. A {@link PermanentFailure} refuses the record alone. */
    public interface Reader<V> {
        /** The key of a record. */
        String key(ConsumerRecord<byte[], byte[]> record);

        /**
         * The value of a record that has one.
         *
         * @param key the record's key
         * @return empty to ignore the record
         */
        Optional<V> value(String key, ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Compacts a batch. A record that cannot be read leaves the key's earlier records as they are.
     *
     * @param refused called with each record that cannot be read
     * @throws org.lookalike.platform.failure.TransientFailure if the reader throws it
     */
    public static <V> CompactedBatch<V> of(
            List<ConsumerRecord<byte[], byte[]>> batch,
            Reader<V> reader,
            BiConsumer<ConsumerRecord<byte[], byte[]>, PermanentFailure> refused) {
        CompactedBatch<V> compacted = new CompactedBatch<>(new LinkedHashMap<>(), new LinkedHashSet<>());
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                String key = reader.key(record);
                if (record.value() == null) {
                    compacted.deleted.add(key);
                    compacted.newest.remove(key);
                } else {
                    reader.value(key, record).ifPresent(value -> compacted.newest.put(key, new Entry<>(value, record)));
                }
            } catch (PermanentFailure failure) {
                refused.accept(record, failure);
            }
        }
        return compacted;
    }
}
