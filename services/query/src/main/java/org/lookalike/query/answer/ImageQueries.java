package org.lookalike.query.answer;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lookalike.events.PictureQuery;
import org.lookalike.events.UriQuery;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Query images to vectors: fetched, decoded and prepared in parallel, encoded together. Used by the handler's thread
 * alone.
 */
public final class ImageQueries {
    private static final Logger LOGGER = LoggerFactory.getLogger(ImageQueries.class);

    private final OpenEncoders encoders;
    private final ImageStore images;
    private final StoreHealth imagesHealth;
    private final ImageDecoder decoder;
    private final long maxBytes;
    private final ExecutorService pool;
    private final InstantSource clock;

    /** Takes the parts, all of which stay the caller's to close. */
    public ImageQueries(
            OpenEncoders encoders,
            ImageStore images,
            StoreHealth imagesHealth,
            DecodeLimits limits,
            ExecutorService pool,
            InstantSource clock) {
        this.encoders = encoders;
        this.images = images;
        this.imagesHealth = imagesHealth;
        this.decoder = new ImageDecoder(limits);
        this.maxBytes = limits.maxBytes();
        this.pool = pool;
        this.clock = clock;
    }

    /** An image ready for the encoder of its request's space. */
    private record Prepared(Example example, OpenEncoder encoder, String sha256, FloatBuffer pixels) {}

    /** Gives each image its vector, or its request its failure. */
    void resolve(List<Example> images) throws InterruptedException {
        long started = System.nanoTime();
        Map<OpenEncoder, List<Prepared>> byEncoder = new LinkedHashMap<>();
        for (Prepared prepared : prepare(images)) {
            byEncoder
                    .computeIfAbsent(prepared.encoder(), encoder -> new ArrayList<>())
                    .add(prepared);
        }
        byEncoder.forEach((encoder, prepared) -> {
            for (int from = 0; from < prepared.size(); from += encoder.largestBatch()) {
                int to = Math.min(from + encoder.largestBatch(), prepared.size());
                encode(encoder, prepared.subList(from, to), started);
            }
        });
    }

    private List<Prepared> prepare(List<Example> images) throws InterruptedException {
        List<Future<Prepared>> futures = new ArrayList<>(images.size());
        try {
            for (Example image : images) {
                futures.add(pool.submit(() -> prepare(image)));
            }
            List<Prepared> prepared = new ArrayList<>(images.size());
            for (int i = 0; i < futures.size(); i++) {
                await(futures.get(i), images.get(i).pending(), prepared);
            }
            return prepared;
        } finally {
            // Ends what nobody waits for; what has ended already is not touched.
            futures.forEach(future -> future.cancel(true));
        }
    }

    private void await(Future<Prepared> future, Pending pending, List<Prepared> prepared) throws InterruptedException {
        try {
            long left = pending.remaining(clock.instant()).toMillis();
            Prepared done = future.get(left, TimeUnit.MILLISECONDS);
            prepared.add(done);
        } catch (TimeoutException | CancellationException e) {
            LOGGER.debug("a query picture was not ready in time", e);
            pending.fail(ErrorCode.DEADLINE_EXCEEDED, "the deadline passed while the query picture was decoded");
        } catch (ExecutionException e) {
            pending.fail(e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e));
        }
    }

    /** On a pool thread: reads the request, writes nothing but its result. */
    private Prepared prepare(Example image) {
        if (image.pending().remaining(clock.instant()).isZero()) {
            throw new PermanentFailure(
                    ErrorCode.DEADLINE_EXCEEDED, "the deadline passed before the query picture was decoded");
        }
        OpenEncoder encoder = encoders.of(image.pending().space());
        byte[] bytes = bytes(image.query());
        Preprocessor preprocessor = encoder.preprocessor();
        Preprocessing preprocessing = preprocessor.preprocessing();
        FloatBuffer pixels = FloatBuffer.allocate(preprocessing.elements());
        preprocessor.apply(decoder.decode(bytes, preprocessing.decodeShortSide()), pixels);
        return new Prepared(image, encoder, Sha256.of(bytes), pixels);
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
            imagesHealth.answered();
            return bytes;
        } catch (TransientFailure e) {
            imagesHealth.failed(e);
            throw e;
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "uri '%s' is none".formatted(text), e);
        }
    }

    private static void encode(OpenEncoder encoder, List<Prepared> chunk, long started) {
        try {
            float[][] features =
                    encoder.encode(chunk.stream().map(Prepared::pixels).toList());
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            for (int i = 0; i < chunk.size(); i++) {
                settle(chunk.get(i), features[i], took);
            }
        } catch (RuntimeException e) {
            if (chunk.size() == 1) {
                chunk.get(0).example().pending().fail(e);
            } else {
                // One by one, so that an image that the encoder fails on fails alone.
                chunk.forEach(single -> encode(encoder, List.of(single), started));
            }
        }
    }

    private static void settle(Prepared prepared, float[] features, Duration took) {
        try {
            prepared.example().resolveImage(prepared.sha256(), features, took);
        } catch (PermanentFailure e) {
            prepared.example().pending().fail(e);
        }
    }
}
