package org.lookalike.embedder;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * Decodes images in parallel and encodes them in batches; while one batch is on the device, the next is being decoded.
 * For a device of its own, such as a GPU, which wants large batches.
 *
 * <p>Two batch buffers alternate between the decoding threads and the device. Only {@link #close}
 * may be called meanwhile; the caller is then interrupted.
 */
final class ImageBatcher implements ImageEmbedding {
    private final ImageLoader loader;
    private final Encoder encoder;
    private final ExecutorService decoding;
    private final EncoderBatch[] buffers;
    private final int batchSize;
    private final EmbedderMetrics metrics;
    private volatile boolean closed;

    ImageBatcher(BatchingConfig config, ImageLoader loader, Encoder encoder, MeterRegistry metrics) {
        this.loader = loader;
        this.encoder = encoder;
        this.batchSize = config.maxImages();
        this.buffers = new EncoderBatch[] {encoder.newBatch(batchSize), encoder.newBatch(batchSize)};
        AtomicInteger number = new AtomicInteger();
        this.decoding = Executors.newFixedThreadPool(
                config.decodeThreads(), task -> new Thread(task, "embedder-decode-" + number.incrementAndGet()));
        this.metrics = new EmbedderMetrics(metrics);
    }

    @Override
    public List<EmbeddingResult> embed(List<ImageArrived> events) throws InterruptedException {
        List<EmbeddingResult> results = new ArrayList<>(events.size());
        FillingBatch next = fill(events, 0);
        try {
            while (next != null) {
                FillingBatch ready = next;
                ready.tasks.await();
                next = fill(events, ready.end);
                ready.encodeInto(results);
            }
        } finally {
            if (next != null) {
                // The buffers are reused: no thread may still write when the next batch begins.
                next.tasks.cancelAndAwait();
            }
        }
        return results;
    }

    private @Nullable FillingBatch fill(List<ImageArrived> events, int start) {
        if (start >= events.size()) {
            return null;
        }
        int end = Math.min(start + batchSize, events.size());
        return new FillingBatch(buffers[(start / batchSize) % 2], events.subList(start, end), end);
    }

    /** One batch buffer being filled by the decoding threads. */
    private final class FillingBatch {
        private final EncoderBatch buffer;
        private final int end;
        private final AtomicInteger slots = new AtomicInteger();
        private final Slot[] taken;
        private final Queue<EmbeddingResult> refused = new ConcurrentLinkedQueue<>();
        private final TaskGroup tasks;

        private record Slot(ImageArrived event, int width, int height) {}

        FillingBatch(EncoderBatch buffer, List<ImageArrived> events, int end) {
            this.buffer = buffer;
            this.end = end;
            this.taken = new Slot[events.size()];
            this.tasks = new TaskGroup(events.size());
            events.forEach(event -> tasks.submit(decoding, () -> prepare(event)));
        }

        private void prepare(ImageArrived event) throws InterruptedException {
            if (closed) {
                tasks.cancel();
                return;
            }
            long start = System.nanoTime();
            try {
                load(event);
                metrics.decode().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            } catch (PermanentFailure e) {
                refused.add(new EmbeddingResult.Refused(event, e));
            }
        }

        private void load(ImageArrived event) throws InterruptedException {
            DecodedImage image = loader.load(event);
            // A slot is taken once decoding has succeeded, so that a refused image leaves no hole.
            int slot = slots.getAndIncrement();
            taken[slot] = new Slot(event, image.originalWidth(), image.originalHeight());
            loader.prepare(image, buffer.slot(slot));
        }

        void encodeInto(List<EmbeddingResult> results) {
            int size = slots.get();
            if (size > 0) {
                long start = System.nanoTime();
                float[][] features = encoder.encode(buffer, size);
                metrics.encode().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                for (int slot = 0; slot < size; slot++) {
                    Slot image = taken[slot];
                    results.add(EmbeddingResult.of(
                            encoder.id(), image.event(), features[slot], image.width(), image.height()));
                }
            }
            results.addAll(refused);
        }
    }

    /** Ends the decoding threads, and interrupts a call of {@link #embed} that is still running. */
    @Override
    public void close() {
        closed = true;
        // Queued tasks still run, so that whoever waits for them is released.
        decoding.shutdownNow().forEach(Runnable::run);
    }
}
