package org.lookalike.sink;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.CompactedBatch;
import org.lookalike.platform.kafka.Ownership;
import org.lookalike.sink.place.EncodedImage;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.vectorstore.RowOrigin;

/**
 * What a partition's previous owner had written beyond the offsets that it committed: rows of newer records than a batch holds.
 *
 * @param origins those of the rows that there are, by image id
 * @param tombstones the last tombstone of each image in the batch, by image id
 */
record WrittenAhead(Map<String, RowOrigin> origins, Map<String, RowOrigin> tombstones) {
    /** Looks up the rows of the records that another instance may have handled before, and of no others. */
    static WrittenAhead of(
            List<ConsumerRecord<byte[], byte[]>> batch, Ownership ownership, SpaceCollection collection) {
        Set<String> contested = new HashSet<>();
        Map<String, RowOrigin> tombstones = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (ownership.isContested(record)) {
                readableId(record).ifPresent(id -> {
                    contested.add(id);
                    if (record.value() == null) {
                        tombstones.put(id, origin(record));
                    }
                });
            }
        }
        return new WrittenAhead(collection.origins(contested), tombstones);
    }

    /** Empty for a record that is refused where the batch is read. */
    private static Optional<String> readableId(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(VectorRows.id(record));
        } catch (PermanentFailure e) {
            return Optional.empty();
        }
    }

    /** The images to delete: not those that were published again later and have that row already. */
    List<String> deletions(CompactedBatch<?> batch) {
        return batch.deleted().stream()
                .filter(id -> !tombstones.containsKey(id) || !isAhead(id, tombstones.get(id)))
                .toList();
    }

    /** The images to write: not those that have a newer row. */
    List<CompactedBatch.Entry<EncodedImage>> upserts(CompactedBatch<EncodedImage> batch) {
        return batch.newest().entrySet().stream()
                .filter(each -> !isAhead(each.getKey(), origin(each.getValue().origin())))
                .map(Map.Entry::getValue)
                .toList();
    }

    private boolean isAhead(String id, RowOrigin origin) {
        return origins.getOrDefault(id, RowOrigin.UNKNOWN).isNewerThan(origin);
    }

    private static RowOrigin origin(ConsumerRecord<byte[], byte[]> record) {
        return new RowOrigin(record.partition(), record.offset());
    }
}
