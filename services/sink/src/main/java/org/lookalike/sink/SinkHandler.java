package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.lookalike.platform.kafka.Ownership;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of vectors into one space: the newest record of each image wins, and rows are written by id, so that a
 * batch that is delivered again changes nothing. What a previous owner of the partition has written already is not overwritten
 * by what is older. Touches no collection but the space's own.
 *
 * <p>Every space of a topic reads every record, so that only one of them may refuse it; the others skip it.
 */
final class SinkHandler implements BatchHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(SinkHandler.class);

    private final VectorRows rows;
    private final SpaceCollection collection;
    private final Supplier<Spaces> spaces;
    private final BackfillThrottle throttle;
    private final MeterRegistry metrics;
    private final ExecutorService placers;
    private final Space space;
    private final SpaceRows spaceRows;

    /** @param placers threads to place rows with, at least one for each handler */
    SinkHandler(
            VectorRows rows,
            SpaceCollection collection,
            Supplier<Spaces> spaces,
            BackfillThrottle throttle,
            ExecutorService placers,
            MeterRegistry metrics) {
        this.rows = rows;
        this.collection = collection;
        this.spaces = spaces;
        this.throttle = throttle;
        this.placers = placers;
        this.metrics = metrics;
        this.space = collection.space();
        this.spaceRows = new SpaceRows(space);
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        return handle(batch, Ownership.SOLE);
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch, Ownership ownership)
            throws InterruptedException {
        Spaces current = spaces.get();
        Refusals refusals = new Refusals(current);
        CompactedBatch<EncodedImage> compacted = CompactedBatch.of(
                batch, new Reader(refusals), (origin, failure) -> refusals.add(origin, failure, null));
        long start = System.nanoTime();
        WrittenAhead ahead = WrittenAhead.of(batch, ownership, collection);
        List<String> deleted = ahead.deletions(compacted);
        // Deletions first: what was published anew after its tombstone stays.
        collection.delete(deleted, ownership);
        int written = write(ahead.upserts(compacted), refusals, ownership);
        long nanos = System.nanoTime() - start;
        count("lookalike.sink.deletes", deleted.size());
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
     * Writes chunk after chunk, while the next one is being placed. Writes on the calling thread, so that nothing is written any
     * more once this has returned, however it does.
     *
     * @return how many rows were written
     */
    private int write(List<CompactedBatch.Entry<EncodedImage>> upserts, Refusals refusals, Ownership ownership)
            throws InterruptedException {
        int chunkSize = collection.rowsPerWrite();
        int written = 0;
        Future<PlacedChunk> placing = placers.submit(() -> place(upserts, 0, chunkSize));
        try {
            for (int from = 0; from < upserts.size(); from += chunkSize) {
                PlacedChunk chunk = await(placing);
                int next = from + chunkSize;
                placing = placers.submit(() -> place(upserts, next, chunkSize));
                chunk.homeless()
                        .forEach(refused -> refusals.add(refused.origin(), refused.failure(), space.encoderId()));
                List<RefusedRow> refused = collection.upsert(chunk.rows(), ownership);
                written += chunk.rows().size() - refused.size();
                refused.forEach(row -> refuse(row, chunk, refusals));
            }
            return written;
        } finally {
            placing.cancel(true);
        }
    }

    private void refuse(RefusedRow row, PlacedChunk chunk, Refusals refusals) {
        PermanentFailure failure = new PermanentFailure(
                ErrorCode.INVALID_FIELD,
                "vector of image %s: the store refuses its row: %s"
                        .formatted(row.imageId(), row.reason().getMessage()),
                row.reason());
        chunk.images().stream()
                .filter(image -> image.value().features().id().equals(row.imageId()))
                .forEach(image -> refusals.add(image.origin(), failure, space.encoderId()));
        LOGGER.atWarn()
                .addKeyValue("space", space.id())
                .addKeyValue("image", row.imageId())
                .log("the store refuses a row: {}", row.reason().getMessage());
    }

    /**
     * A part of a batch.
     *
     * @param images all of it
     * @param rows those that have a place in the space
     * @param homeless those that have none
     */
    private record PlacedChunk(
            List<CompactedBatch.Entry<EncodedImage>> images, List<VectorRow> rows, List<Homeless> homeless) {}

    private record Homeless(ConsumerRecord<byte[], byte[]> origin, PermanentFailure failure) {}

    private PlacedChunk place(List<CompactedBatch.Entry<EncodedImage>> upserts, int from, int size) {
        List<CompactedBatch.Entry<EncodedImage>> images =
                upserts.subList(Math.min(upserts.size(), from), Math.min(upserts.size(), from + size));
        List<Homeless> homeless = new ArrayList<>();
        List<VectorRow> placed = spaceRows.of(
                images.stream().map(CompactedBatch.Entry::value).toList(),
                (failure, index) -> homeless.add(new Homeless(images.get(index).origin(), failure)));
        return new PlacedChunk(images, placed, homeless);
    }

    private static PlacedChunk await(Future<PlacedChunk> placing) throws InterruptedException {
        try {
            return placing.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
