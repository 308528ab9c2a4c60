package org.lookalike.query.vector;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.UriQuery;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.crash.CrashJournal;
import org.lookalike.platform.crash.CrashJournal.Verdict;
import org.lookalike.platform.crash.CrashJournal.Work;
import org.lookalike.platform.crash.InputId;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.lookalike.query.request.Envelope;
import org.lookalike.query.request.Failure;
import org.lookalike.query.request.Result;
import org.lookalike.query.store.SharedCalls;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes query images: they are fetched by the thread that asks, decoded and prepared in parallel, then encoded together
 * with those of other threads. Thread-safe.
 */
public final class QueryImageEncoder {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueryImageEncoder.class);

    private final EncoderRegistry encoders;
    private final ImageStore images;
    private final Outage imagesOutage;
    private final ImageDecoder decoder;
    private final long maxBytes;
    private final CrashJournal journal;
    private final ExecutorService pool;
    private final SharedCalls<BatchingEncoder, Prepared, Result<QueryImageVector>> encodings;
    private final InstantSource clock;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param pool decodes
     * @param encoding one thread, since an encoder has one batch
     */
    public QueryImageEncoder(
            EncoderRegistry encoders,
            ImageStore images,
            Outage imagesOutage,
            DecodeLimits limits,
            CrashJournal journal,
            ExecutorService pool,
            Executor encoding,
            InstantSource clock) {
        this.encoders = encoders;
        this.images = images;
        this.imagesOutage = imagesOutage;
        this.decoder = new ImageDecoder(limits);
        this.maxBytes = limits.maxBytes();
        this.journal = journal;
        this.pool = pool;
        this.encodings = new SharedCalls<>(encoding, encoders.maxBatch(), this::encodeTogether);
        this.clock = clock;
    }

    /** An image ready for the encoder of its request's space. */
    private record Prepared(
            QueryImage image, BatchingEncoder encoder, String sha256, FloatBuffer pixels, long startedNanos) {
        Prepared turned() {
            return new Prepared(
                    image,
                    encoder,
                    sha256,
                    QuarterTurn.of(pixels, encoder.preprocessor().preprocessing()),
                    startedNanos);
        }

        InputId inputId() {
            return InputId.ofContent(sha256);
        }
    }

    /**
     * Encodes images.
     *
     * @param images given by their bytes or URIs
     * @return one result for each, in their order
     */
    List<Result<QueryImageVector>> encode(List<QueryImage> images) throws InterruptedException {
        List<Result<List<Prepared>>> prepared = prepare(images);
        Map<BatchingEncoder, List<Prepared>> byEncoder = new LinkedHashMap<>();
        prepared.stream()
                .flatMap(result -> result.value().stream())
                .flatMap(List::stream)
                .forEach(image -> byEncoder
                        .computeIfAbsent(image.encoder(), encoder -> new ArrayList<>())
                        .add(image));
        IdentityHashMap<Prepared, Result<QueryImageVector>> vectors = new IdentityHashMap<>();
        for (Map.Entry<BatchingEncoder, List<Prepared>> each : byEncoder.entrySet()) {
            List<Prepared> some = each.getValue();
            int step = encoders.maxBatch();
            // One batch after the other, so that a request of many images does not queue all of them before others'.
            for (int from = 0; from < some.size(); from += step) {
                List<Prepared> batch = some.subList(from, Math.min(from + step, some.size()));
                Iterator<Result<QueryImageVector>> encoded =
                        encodings.ask(each.getKey(), batch).iterator();
                batch.forEach(image -> vectors.put(image, encoded.next()));
            }
        }
        return prepared.stream()
                .map(result -> result.then(turns -> combined(turns.stream()
                        .map(turn -> Objects.requireNonNull(vectors.get(turn)))
                        .toList())))
                .toList();
    }

    /** The image as it is, with the vectors of what it looks like turned. */
    private static Result<QueryImageVector> combined(List<Result<QueryImageVector>> turns) {
        return turns.stream()
                .filter(turn -> turn.failure().isPresent())
                .findFirst()
                .orElseGet(() -> turns.get(0)
                        .then(image -> Result.of(new QueryImageVector(
                                image.values(),
                                turns.stream()
                                        .skip(1)
                                        .map(turn -> turn.get().values())
                                        .toList(),
                                image.imageId(),
                                image.sha256(),
                                image.encodeTime()))));
    }

    private List<Result<QueryImageVector>> encodeTogether(BatchingEncoder encoder, List<Prepared> together) {
        IdentityHashMap<Prepared, Result<QueryImageVector>> vectors = new IdentityHashMap<>();
        List<Prepared> suspects = new ArrayList<>();
        List<Prepared> others = new ArrayList<>(together.size());
        for (Prepared image : together) {
            boolean suspect = journal.verdict(image.inputId()) != Verdict.UNSUSPECTED;
            (suspect ? suspects : others).add(image);
        }
        if (!others.isEmpty()) {
            try (Work work =
                    journal.begin(others.stream().map(Prepared::inputId).toList())) {
                encode(encoder, others, vectors);
                work.survived();
            }
        }
        for (Prepared suspect : suspects) {
            try (Work work = journal.beginAlone(suspect.inputId())) {
                encode(encoder, List.of(suspect), vectors);
                work.survived();
            }
        }
        return together.stream()
                .map(image -> Objects.requireNonNull(vectors.get(image)))
                .toList();
    }

    private List<Result<List<Prepared>>> prepare(List<QueryImage> images) throws InterruptedException {
        List<Future<List<Prepared>>> futures = new ArrayList<>(images.size());
        try {
            for (QueryImage image : images) {
                futures.add(prepareLater(image));
            }
            List<Result<List<Prepared>>> prepared = new ArrayList<>(images.size());
            for (int i = 0; i < futures.size(); i++) {
                prepared.add(await(futures.get(i), images.get(i).request().envelope()));
            }
            return prepared;
        } finally {
            // Ends what nobody waits for; what has ended already is not touched.
            futures.forEach(future -> future.cancel(true));
        }
    }

    private Result<List<Prepared>> await(Future<List<Prepared>> future, Envelope envelope) throws InterruptedException {
        try {
            return Result.of(future.get(envelope.remaining(clock.instant()).toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | CancellationException e) {
            LOGGER.debug("a query picture was not ready in time", e);
            return Result.failed(new Failure(
                    ErrorCode.DEADLINE_EXCEEDED, "the deadline passed while the query picture was decoded"));
        } catch (ExecutionException e) {
            return Result.failed(envelope.failure(
                    e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e)));
        }
    }

    /** Bytes are fetched on the thread that asks: a store that is slow for some must not hold the threads that decode. */
    private Future<List<Prepared>> prepareLater(QueryImage image) {
        long started = System.nanoTime();
        try {
            requireTime(image);
            BatchingEncoder encoder = encoders.of(image.space());
            byte[] bytes = bytes(image.query());
            return pool.submit(() -> prepare(image, encoder, bytes, started));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void requireTime(QueryImage image) {
        if (image.request().envelope().expired(clock.instant()).isPresent()) {
            throw new PermanentFailure(
                    ErrorCode.DEADLINE_EXCEEDED, "the deadline passed before the query picture was decoded");
        }
    }

    /** On a thread of the pool; the image and its turns. */
    private List<Prepared> prepare(QueryImage image, BatchingEncoder encoder, byte[] bytes, long started) {
        requireTime(image);
        Preprocessor preprocessor = encoder.preprocessor();
        Preprocessing preprocessing = preprocessor.preprocessing();
        FloatBuffer pixels = FloatBuffer.allocate(preprocessing.elements());
        String sha256 = Sha256.of(bytes);
        try (Work work = begin(InputId.ofContent(sha256))) {
            decode(bytes, preprocessor, pixels, work);
        }
        return Stream.iterate(new Prepared(image, encoder, sha256, pixels, started), Prepared::turned)
                .limit(image.turns())
                .toList();
    }

    /** A suspect that is decoded has not been encoded yet; one that is refused never will be. */
    private void decode(byte[] bytes, Preprocessor preprocessor, FloatBuffer pixels, Work work) {
        try {
            preprocessor.apply(
                    decoder.decode(bytes, preprocessor.preprocessing().decodeShortSide()), pixels);
        } catch (PermanentFailure e) {
            work.survived();
            throw e;
        }
    }

    /** Callers repeat their requests: what is known of an image holds for whoever asks by it. */
    private Work begin(InputId id) {
        return switch (journal.verdict(id)) {
            case UNSUSPECTED -> journal.begin(List.of(id));
            case SUSPECT -> journal.beginAlone(id);
            case CRASHES ->
                throw new PermanentFailure(
                        ErrorCode.IMAGE_CRASHES, "the process died twice while it worked on the query picture alone");
        };
    }

    private byte[] bytes(Object query) {
        if (query instanceof PictureQuery inline) {
            ByteBuffer buffer = inline.getBytes().duplicate();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        URI uri = uri(((UriQuery) query).getUri());
        try {
            byte[] bytes = images.get(uri, maxBytes);
            imagesOutage.end();
            return bytes;
        } catch (TransientFailure e) {
            imagesOutage.begin(e);
            throw e;
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "'%s' is not a URI".formatted(text), e);
        }
    }

    private static void encode(
            BatchingEncoder encoder,
            List<Prepared> chunk,
            IdentityHashMap<Prepared, Result<QueryImageVector>> vectors) {
        try {
            float[][] features =
                    encoder.encode(chunk.stream().map(Prepared::pixels).toList());
            long now = System.nanoTime();
            for (int i = 0; i < chunk.size(); i++) {
                Duration took = Duration.ofNanos(now - chunk.get(i).startedNanos());
                vectors.put(chunk.get(i), vector(chunk.get(i), features[i], took));
            }
        } catch (RuntimeException | Error e) {
            if (chunk.size() == 1) {
                Envelope envelope = chunk.get(0).image().request().envelope();
                RuntimeException failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
                vectors.put(chunk.get(0), Result.failed(envelope.failure(failure)));
            } else {
                // One by one, so that an image that the encoder fails on fails alone.
                chunk.forEach(single -> encode(encoder, List.of(single), vectors));
            }
        }
    }

    private static Result<QueryImageVector> vector(Prepared prepared, float[] features, Duration took) {
        QueryImage image = prepared.image();
        return image.request()
                .envelope()
                .attempt(() -> new QueryImageVector(
                        image.place("the query picture's feature vector", features),
                        List.of(),
                        Optional.empty(),
                        Optional.of(prepared.sha256()),
                        took));
    }
}
