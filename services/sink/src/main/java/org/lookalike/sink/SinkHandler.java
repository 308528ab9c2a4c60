package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.sink.pace.BuildPace;
import org.lookalike.sink.place.BatchPlacement;
import org.lookalike.sink.place.EncodedImage;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorRow;

/**
 * Brings batches of vectors into one space: the newest record of each image wins, rows are written by id, so that a
 * batch which comes again changes nothing. Touches no collection but the space's own.
 *
 * <p>Every space of a topic reads every record, so one of them speaks for all where a record must be refused.
 */
final class SinkHandler implements BatchHandler {
    /** So many rows are written at once. */
    private static final int SLICE = 500;

    private final VectorRows rows;
    private final SpaceCollection collection;
    private final Supplier<Spaces> spaces;
    private final BuildPace pace;
    private final MeterRegistry metrics;
    private final ExecutorService writers;
    private final Space space;
    private final BatchPlacement placement;

    /** @param writers threads to write with, at least one for each handler */
    SinkHandler(
            VectorRows rows,
            SpaceCollection collection,
            Supplier<Spaces> spaces,
            BuildPace pace,
            ExecutorService writers,
            MeterRegistry metrics) {
        this.rows = rows;
        this.collection = collection;
        this.spaces = spaces;
        this.pace = pace;
        this.writers = writers;
        this.metrics = metrics;
        this.space = collection.space();
        this.placement = new BatchPlacement(space);
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        Spaces known = spaces.get();
        Batch read = read(batch, known);
        // Searches wait for what comes here; else it is being built and gives way.
        boolean live = known.searchable(space.id()).isPresent();
        long start = System.nanoTime();
        // Deletions first: what was published anew after its tombstone stays.
        collection.delete(read.forgotten());
        int written = write(read, known);
        long nanos = System.nanoTime() - start;
        metrics.counter("lookalike.sink.deletes", "space", space.id())
                .increment(read.forgotten().size());
        metrics.counter("lookalike.sink.upserts", "space", space.id()).increment(written);
        metrics.counter("lookalike.sink.skipped", "space", space.id())
                .increment(read.skipped().size());
        if (live) {
            pace.wrote(written, nanos);
        } else {
            pace.afterBuilding(written, nanos);
        }
        return new BatchResult(List.of(), read.refusals());
    }

    private record Arrival(EncodedImage image, ConsumerRecord<byte[], byte[]> origin) {}

    /**
     * @param newest the newest vector of each image, by id
     * @param forgotten the ids that had a tombstone, whether or not a vector came after it
     * @param skipped records that are another space's matter
     */
    private record Batch(
            Map<String, Arrival> newest,
            Set<String> forgotten,
            List<Refusal> refusals,
            List<ConsumerRecord<byte[], byte[]>> skipped) {

        void refuse(boolean speaks, PermanentFailure failure, ConsumerRecord<byte[], byte[]> origin) {
            if (speaks) {
                refusals.add(Refusal.of(origin, failure));
            } else {
                skipped.add(origin);
            }
        }
    }

    /** Offsets grow within a partition, and a key has one partition: the last record seen is the newest. */
    private Batch read(List<ConsumerRecord<byte[], byte[]>> batch, Spaces known) {
        Batch read = new Batch(new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>());
        for (ConsumerRecord<byte[], byte[]> origin : batch) {
            try {
                String id = VectorRows.id(origin);
                if (origin.value() == null) {
                    read.forgotten().add(id);
                    read.newest().remove(id);
                    continue;
                }
                EncodedImage image = rows.read(id, origin.value());
                String encoderId = image.encoderId();
                if (encoderId.equals(space.encoderId())) {
                    read.newest().put(id, new Arrival(image, origin));
                } else {
                    read.refuse(
                            oldest(known, encoderId).isEmpty() && speaks(known, null),
                            new PermanentFailure(
                                    ErrorCode.INVALID_FIELD,
                                    "vector of image %s is of encoder '%s', of which no space is known"
                                            .formatted(id, encoderId)),
                            origin);
                }
            } catch (PermanentFailure failure) {
                read.refuse(speaks(known, null), failure, origin);
            }
        }
        return read;
    }

    /** Places slice after slice, each while the one before is being written. @return how many rows were written */
    private int write(Batch read, Spaces known) throws InterruptedException {
        List<Arrival> arrivals = List.copyOf(read.newest().values());
        int written = 0;
        Future<?> writing = CompletableFuture.completedFuture(null);
        try {
            for (int from = 0; from < arrivals.size(); from += SLICE) {
                List<Arrival> slice = arrivals.subList(from, Math.min(arrivals.size(), from + SLICE));
                List<VectorRow> placed = placement.rows(
                        slice.stream().map(Arrival::image).toList(),
                        (failure, index) -> read.refuse(
                                speaks(known, space.encoderId()),
                                failure,
                                slice.get(index).origin()));
                written += placed.size();
                await(writing);
                writing = writers.submit(() -> collection.upsert(placed));
            }
            await(writing);
            return written;
        } finally {
            writing.cancel(true);
        }
    }

    private static void await(Future<?> writing) throws InterruptedException {
        try {
            writing.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
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
