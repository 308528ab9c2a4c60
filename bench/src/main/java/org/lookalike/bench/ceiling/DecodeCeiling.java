package org.lookalike.bench.ceiling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.Preprocessor;

/**
 * Our decoder and preprocessor on bytes that lie ready in memory, into slots of a direct buffer, on every decoding
 * thread: no store, no check of hashes, no inference. Used by one thread at a time.
 */
public final class DecodeCeiling implements AutoCloseable {
    private final int threads;
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.defaults());
    private final Preprocessor preprocessor;
    private final ExecutorService pool;
    private final EncoderBatch slots;

    /** @param threads as many as the embedder decodes with */
    public DecodeCeiling(Preprocessing preprocessing, int threads) {
        this.threads = threads;
        this.preprocessor = new Preprocessor(preprocessing);
        this.slots = new EncoderBatch(threads, preprocessing);
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /**
     * Goes through the images, at least once and for at least so long.
     *
     * @return images per second
     */
    public double measure(List<BenchImage> images, Duration atLeast) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        long end = start + atLeast.toNanos();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int slot = i;
            workers.add(pool.submit(() -> {
                long number = next.getAndIncrement();
                while (number < images.size() || System.nanoTime() < end) {
                    prepare(images.get((int) (number % images.size())), slots, slot);
                    number = next.getAndIncrement();
                }
            }));
        }
        await(workers);
        // Each worker took one number that it did not use.
        return (next.get() - threads) / ((System.nanoTime() - start) / 1e9);
    }

    /** Decodes an image into a slot. */
    public void prepare(BenchImage image, EncoderBatch target, int slot) {
        int shortSide = preprocessor.preprocessing().decodeShortSide();
        preprocessor.apply(decoder.decode(image.bytes(), shortSide), target.slot(slot));
    }

    private static void await(List<Future<?>> workers) throws InterruptedException {
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a picture of the bench cannot be decoded", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
