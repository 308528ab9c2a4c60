package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Quarantine.Picture;
import org.lookalike.platform.kafka.Records;
import org.lookalike.sink.pace.BuildPace;
import org.lookalike.sink.place.EncodedPicture;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorRow;

/**
 * Brings batches of vectors into one space: the newest record of each picture wins, rows are written by id, so that a
 * batch which comes again changes nothing. Touches no collection but the space's own.
 *
 * <p>Every space of a topic reads every record, so one of them speaks for all where a record must be refused.
 */
final class SinkHandler implements BatchHandler {
    private final VectorRows rows;
    private final Quarantine quarantine;
    private final SpaceCollection collection;
    private final Supplier<Spaces> spaces;
    private final BuildPace pace;
    private final MeterRegistry metrics;
    private final Space space;

    SinkHandler(
            VectorRows rows,
            Quarantine quarantine,
            SpaceCollection collection,
            Supplier<Spaces> spaces,
            BuildPace pace,
            MeterRegistry metrics) {
        this.rows = rows;
        this.quarantine = quarantine;
        this.collection = collection;
        this.spaces = spaces;
        this.pace = pace;
        this.metrics = metrics;
        this.space = collection.space();
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> batch)
            throws InterruptedException {
        Spaces known = spaces.get();
        Batch read = read(batch, known);
        List<VectorRow> placed = List.copyOf(read.upserts().values());
        boolean live = isLive(known);
        long start = System.nanoTime();
        // Deletions first: what was published anew after its tombstone stays.
        collection.delete(read.forgotten());
        collection.upsert(placed);
        long nanos = System.nanoTime() - start;
        metrics.counter("lookalike.sink.deletes", "space", space.id())
                .increment(read.forgotten().size());
        metrics.counter("lookalike.sink.upserts", "space", space.id()).increment(placed.size());
        metrics.counter("lookalike.sink.skipped", "space", space.id()).increment(read.skipped());
        if (live) {
            pace.wrote(placed.size(), nanos);
        } else {
            pace.afterBuilding(placed.size(), nanos);
        }
        // Last, because each is logged and counted: a batch that an outage brings again would do so each time.
        return read.refusals().stream()
                .map(refusal -> quarantine.refuse(
                        new Picture(Records.text(refusal.origin().key()), null, null),
                        refusal.failure(),
                        refusal.origin()))
                .toList();
    }

    /** Whether searches wait for what comes here; else it is being built and gives way. */
    private boolean isLive(Spaces known) {
        return known.generation(space.id()).state() == State.READY
                || known.active().filter(space::equals).isPresent();
    }

    private record Refusal(PermanentFailure failure, ConsumerRecord<byte[], byte[]> origin) {}

    /**
     * @param upserts the newest row of each picture, by id
     * @param forgotten the ids that had a tombstone, whether or not a vector came after it
     * @param skipped records that are another space's matter
     */
    private record Batch(Map<String, VectorRow> upserts, Set<String> forgotten, List<Refusal> refusals, int skipped) {}

    /** Offsets grow within a partition, and a key has one partition: the last record seen is the newest. */
    private Batch read(List<ConsumerRecord<byte[], byte[]>> batch, Spaces known) {
        Map<String, VectorRow> upserts = new LinkedHashMap<>();
        Set<String> forgotten = new LinkedHashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        int skipped = 0;
        for (ConsumerRecord<byte[], byte[]> origin : batch) {
            @Nullable String encoderId = null;
            try {
                String id = VectorRows.id(origin);
                if (origin.value() == null) {
                    forgotten.add(id);
                    upserts.remove(id);
                    continue;
                }
                EncodedPicture picture = rows.read(id, origin.value());
                encoderId = picture.encoderId();
                if (!encoderId.equals(space.encoderId())
                        && oldest(known, encoderId).isPresent()) {
                    skipped++;
                } else {
                    upserts.put(id, picture.in(space));
                }
            } catch (PermanentFailure failure) {
                if (speaks(known, encoderId)) {
                    refusals.add(new Refusal(failure, origin));
                } else {
                    skipped++;
                }
            }
        }
        return new Batch(upserts, forgotten, refusals, skipped);
    }

    /** Whether it is on this space to refuse a record, whose encoder may be unknown to all of the topic's spaces. */
    private boolean speaks(Spaces known, @Nullable String encoderId) {
        return oldest(known, encoderId)
                .or(() -> oldest(known, null))
                .filter(other -> !other.equals(space))
                .isEmpty();
    }

    /** The oldest space of this topic, and of the encoder where one is given. */
    private Optional<Space> oldest(Spaces known, @Nullable String encoderId) {
        return known.alive().stream()
                .filter(other -> other.vectorsTopic().equals(space.vectorsTopic())
                        && (encoderId == null || encoderId.equals(other.encoderId())))
                .findFirst();
    }
}
