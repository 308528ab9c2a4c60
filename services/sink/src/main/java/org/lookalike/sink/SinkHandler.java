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
import org.lookalike.vectorstore.RowOrigin;
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
        Refusals refusals = new Refusals(current);
        CompactedBatch<EncodedImage> compacted = CompactedBatch.of(
                batch, new Reader(refusals), (origin, failure) -> refusals.add(origin, failure, null));
        long start = System.nanoTime();
        // Deletions first: what was published anew after its tombstone stays.
        collection.delete(compacted.deleted());
        int written = write(List.copyOf(compacted.newest().values()), refusals);
        long nanos = System.nanoTime() - start;
        count("lookalike.sink.deletes", compacted.deleted().size());
        count("lookalike.sink.upserts", written);
        count("lookalike.sink.skipped", refusals.skipped);
        if (current.searchable(space.id()).isPresent()) {
            throttle.observeLiveWrite(written, nanos);
        } else {
            throttle.pauseAfterBackfill(written, nanos);
        }
        return new BatchResult(List.of(), refusals.own);
    }

    private void count(String name, int increment) {
        metrics.counter(name, "space", space.id()).increment(increment);
    }

    /** Reads the vectors of the space's encoder. */
    private final class Reader implements CompactedBatch.Reader<EncodedImage> {
        private final Refusals refusals;

        Reader(Refusals refusals) {
            this.refusals = refusals;
        }

        @Override
        public String key(ConsumerRecord<byte[], byte[]> origin) {
            return VectorRows.id(origin);
        }

        @Override
        public Optional<EncodedImage> value(String id, ConsumerRecord<byte[], byte[]> origin) {
            EncodedImage image = rows.read(id, origin.value(), new RowOrigin(origin.partition(), origin.offset()));
            if (image.encoderId().equals(space.encoderId())) {
                return Optional.of(image);
            }
            if (refusals.hasSpace(image.encoderId())) {
                refusals.skipped++;
                return Optional.empty();
            }
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "vector of image %s is of encoder '%s', of which no space is known"
                            .formatted(id, image.encoderId()));
        }
    }

    /** The records that this space refuses, and the number of those that another one writes or refuses. */
    private final class Refusals {
        private final List<Refusal> own = new ArrayList<>();
        private final Spaces current;
        private int skipped;

        Refusals(Spaces current) {
            this.current = current;
        }

        /**
         * Refuses a record if this is the space to do so: the oldest of the record's encoder, or of the topic where the
         * encoder cannot be read or has no space.
         */
        void add(ConsumerRecord<byte[], byte[]> origin, PermanentFailure failure, @Nullable String encoderId) {
            boolean refuse = oldest(encoderId)
                    .or(() -> oldest(null))
                    .filter(other -> !other.equals(space))
                    .isEmpty();
            if (refuse) {
                own.add(Refusal.of(origin, failure));
            } else {
                skipped++;
            }
        }

        boolean hasSpace(String encoderId) {
            return oldest(encoderId).isPresent();
        }

        /** The oldest space of this topic, and of the encoder where one is given. */
        private Optional<Space> oldest(@Nullable String encoderId) {
            return current.alive().stream()
                    .filter(other -> other.vectorsTopic().equals(space.vectorsTopic())
                            && (encoderId == null || encoderId.equals(other.encoderId())))
                    .findFirst();
        }
    }

    /**
     * Places chunk after chunk, each while the one before is being written.
     *
     * @return how many rows were written
     */
    private int write(List<CompactedBatch.Entry<EncodedImage>> upserts, Refusals refusals) throws InterruptedException {
        int chunkSize = collection.rowsPerWrite();
        int written = 0;
        Future<?> writing = CompletableFuture.completedFuture(null);
        try {
            for (int from = 0; from < upserts.size(); from += chunkSize) {
                List<CompactedBatch.Entry<EncodedImage>> chunk =
                        upserts.subList(from, Math.min(upserts.size(), from + chunkSize));
                List<VectorRow> placed = spaceRows.of(
                        chunk.stream().map(CompactedBatch.Entry::value).toList(),
                        (failure, index) -> refusals.add(chunk.get(index).origin(), failure, space.encoderId()));
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
}
