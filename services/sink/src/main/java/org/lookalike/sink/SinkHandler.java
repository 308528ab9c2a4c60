package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Quarantine.Picture;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.StoreRules;
import org.lookalike.vectorstore.VectorRow;

/**
 * One batch of vectors: the newest record of each picture wins in its space, rows are written by id, so that a batch which comes again
 * changes nothing.
 */
final class SinkHandler implements BatchHandler {
    private final VectorRows rows;
    private final Quarantine quarantine;
    private final Collections collections;
    private final MeterRegistry metrics;

    SinkHandler(VectorRows rows, Quarantine quarantine, Collections collections, MeterRegistry metrics) {
        this.rows = rows;
        this.quarantine = quarantine;
        this.collections = collections;
        this.metrics = metrics;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        Batch read = read(batch);
        List<Refusal> refusals = new ArrayList<>(read.refusals());
        // Deletions first: what was published anew after its tombstone stays, in its own space and no other.
        collections.delete(List.copyOf(read.forgotten()));
        metrics.counter("lookalike.sink.deletes").increment(read.forgotten().size());
        read.upserts().forEach((space, byId) -> {
            try {
                collections.upsert(
                        space, byId.values().stream().map(Arrival::row).toList());
                metrics.counter("lookalike.sink.upserts", "space", space.id()).increment(byId.size());
            } catch (PermanentFailure failure) {
                byId.forEach((key, arrival) -> refusals.add(refusal(key, failure, arrival.origin())));
            }
        });
        // Last, because each is logged and counted: a batch that an outage brings again would do so each time.
        return refusals.stream()
                .map(refusal -> quarantine.refuse(refusal.picture(), refusal.failure(), refusal.origin()))
                .toList();
    }

    private record Arrival(VectorRow row, ConsumerRecord<byte[], byte[]> origin) {}

    private record Refusal(Picture picture, PermanentFailure failure, ConsumerRecord<byte[], byte[]> origin) {}

    /**
     * @param upserts the newest row of each picture, by space and id
     * @param forgotten the ids that had a tombstone, whether or not a vector came after it
     */
    private record Batch(Map<Space, Map<String, Arrival>> upserts, Set<String> forgotten, List<Refusal> refusals) {}

    /**
     * Offsets grow within a partition, and a key has one partition: the last record seen is the newest. Newest in its
     * space, because two encoders' vectors of one picture do not replace each other, however they fall into batches.
     */
    private Batch read(List<ConsumerRecord<byte[], byte[]>> batch) {
        Batch read = new Batch(new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>());
        for (ConsumerRecord<byte[], byte[]> origin : batch) {
            String key = Records.text(origin.key());
            try {
                String id = requireId(key, origin);
                if (origin.value() == null) {
                    read.forgotten().add(id);
                    read.upserts().values().forEach(byId -> byId.remove(id));
                } else {
                    VectorRows.SpaceRow row = rows.read(id, origin.value());
                    read.upserts()
                            .computeIfAbsent(row.space(), space -> new LinkedHashMap<>())
                            .put(id, new Arrival(row.row(), origin));
                }
            } catch (PermanentFailure failure) {
                read.refusals().add(refusal(key, failure, origin));
            }
        }
        read.upserts().values().removeIf(Map::isEmpty);
        return read;
    }

    private static Refusal refusal(
            @Nullable String key, PermanentFailure failure, ConsumerRecord<byte[], byte[]> origin) {
        return new Refusal(new Picture(key, null, null), failure, origin);
    }

    /** The key, fit for the store: else a single tombstone could stop the sink for good. */
    private static String requireId(@Nullable String key, ConsumerRecord<byte[], byte[]> origin) {
        String place = "%s-%d@%d".formatted(origin.topic(), origin.partition(), origin.offset());
        if (key == null) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "%s has no key, must be the image id".formatted(place));
        }
        try {
            StoreRules.requireIds(List.of(key));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD, "the key of %s: %s".formatted(place, e.getMessage()), e);
        }
        return key;
    }
}
