package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.lookalike.platform.kafka.CompactedBatch;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.sink.place.EncodedImage;
import org.lookalike.sink.place.SpaceRows;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.sink.throttle.BackfillThrottle;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorRow;

/**
 * Writes batches of vectors into one space: the newest record of each image wins, and rows are written by id, so that a
 * batch that is delivered again changes nothing. Touches no collection but the space's own.
 *
 * <p>Every space of a topic reads every record, so that only one of them may refuse it; the others skip it.
 */
final class SinkHandler implements BatchHandler {
    private final VectorRows rows;
    private final SpaceCollection collection;
    private final Supplier<Spaces> spaces;
    private final BackfillThrottle throttle;
    private final MeterRegistry metrics;
    private final ExecutorService writers;
    private final Space space;
    private final SpaceRows spaceRows;

    /** @param writers threads to write with, at least one for each handler */
    SinkHandler(
            VectorRows rows,
            SpaceCollection collection,
            Supplier<Spaces> spaces,
            BackfillThrottle throttle,
            ExecutorService writers,
            MeterRegistry metrics) {
        this.rows = rows;
        this.collection = collection;
        this.spaces = spaces;
        this.throttle = throttle;
        this.writers = writers;
        this.metrics = metrics;
        this.space = collection.space();
        this.spaceRows = new SpaceRows(space);
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        Spaces current = spaces.get();
        Batch read = read(batch, current);
        long start = System.nanoTime();
        // Deletions first: what was published anew after its tombstone stays.
        collection.delete(read.images().deleted());
        int written = write(read, current);
        long nanos = System.nanoTime() - start;
        count("lookalike.sink.deletes", read.images().deleted().size());
        count("lookalike.sink.upserts", written);
        count("lookalike.sink.skipped", read.skipped().size());
        if (current.searchable(space.id()).isPresent()) {
            throttle.observeLiveWrite(written, nanos);
        } else {
            throttle.pauseAfterBackfill(written, nanos);
        }
        return new BatchResult(List.of(), read.refusals());
    }

    private void count(String name, int increment) {
        metrics.counter(name, "space", space.id()).increment(increment);
    }

    /**
     * A batch by what is to be done.
     *
     * @param images the newest vector of each image, and the ids that had a tombstone
     * @param skipped records that another space writes or refuses
     */
    private record Batch(
            CompactedBatch<EncodedImage> images,
            List<Refusal> refusals,
            List<ConsumerRecord<byte[], byte[]>> skipped) {}

    private Batch read(List<ConsumerRecord<byte[], byte[]>> records, Spaces current) {
        List<Refusal> refusals = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> skipped = new ArrayList<>();
        CompactedBatch.Reader<EncodedImage> reader = new CompactedBatch.Reader<>() {
            @Override
            public String key(ConsumerRecord<byte[], byte[]> origin) {
                return VectorRows.id(origin);
            }

            @Override
            public Optional<EncodedImage> value(String id, ConsumerRecord<byte[], byte[]> origin) {
                EncodedImage image = rows.read(id, origin.value());
                if (image.encoderId().equals(space.encoderId())) {
                    return Optional.of(image);
                }
                if (oldest(current, image.encoderId()).isEmpty()) {
                    throw new PermanentFailure(
                            ErrorCode.INVALID_FIELD,
                            "vector of image %s is of encoder '%s', of which no space is known"
                                    .formatted(id, image.encoderId()));
                }
                skipped.add(origin);
                return Optional.empty();
            }
        };
        return new Batch(
                CompactedBatch.of(
                        records,
                        reader,
                        (origin, failure) ->
                                refuseOrSkip(isRefuser(current, null), origin, failure, refusals, skipped)),
                refusals,
                skipped);
    }

    private static void refuseOrSkip(
            boolean refuse,
            ConsumerRecord<byte[], byte[]> origin,
            PermanentFailure failure,
            List<Refusal> refusals,
            List<ConsumerRecord<byte[], byte[]>> skipped) {
        if (refuse) {
            refusals.add(Refusal.of(origin, failure));
        } else {
            skipped.add(origin);
        }
    }

    /**
     * Places chunk after chunk, each while the one before is being written.
     *
     * @return how many rows were written
     */
    private int write(Batch batch, Spaces current) throws InterruptedException {
        List<CompactedBatch.Entry<EncodedImage>> upserts =
                List.copyOf(batch.images().newest().values());
        int chunkSize = collection.rowsPerWrite();
        int written = 0;
        Future<?> writing = CompletableFuture.completedFuture(null);
        try {
            for (int from = 0; from < upserts.size(); from += chunkSize) {
                List<CompactedBatch.Entry<EncodedImage>> chunk =
                        upserts.subList(from, Math.min(upserts.size(), from + chunkSize));
                List<VectorRow> placed = spaceRows.of(
                        chunk.stream().map(CompactedBatch.Entry::value).toList(),
                        (failure, index) -> refuseOrSkip(
                                isRefuser(current, space.encoderId()),
                                chunk.get(index).origin(),
                                failure,
                                batch.refusals(),
                                batch.skipped()));
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

    /**
     * Whether this space is the one to refuse a record: the oldest of the record's encoder, or of the topic where the
     * encoder cannot be read or has no space.
     */
    private boolean isRefuser(Spaces current, @Nullable String encoderId) {
        return oldest(current, encoderId)
                .or(() -> oldest(current, null))
                .filter(other -> !other.equals(space))
                .isEmpty();
    }

    /** The oldest space of this topic, and of the encoder where one is given. */
    private Optional<Space> oldest(Spaces current, @Nullable String encoderId) {
        return current.alive().stream()
                .filter(other -> other.vectorsTopic().equals(space.vectorsTopic())
                        && (encoderId == null || encoderId.equals(other.encoderId())))
                .findFirst();
    }
}
