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
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.decode.DecodedImage;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * Embeds images on several threads, each of which decodes and encodes a few at a time by itself. For an encoder on the
 * CPU, which decoding uses anyway: no thread waits for another one's images, and pixels are still in the core's cache when
 * they are encoded.
 */
final class ImageWorkers implements ImageEmbedding {
    /** Larger batches were measured to be slower on one core: their activations no longer fit its cache. */
    private static final int MAX_BATCH = 2;

    private final ImageLoader loader;
    private final Encoder encoder;
    private final EmbedderMetrics metrics;
    private final ExecutorService threads;
    private final int threadCount;
    private final int batchSize;
    /** One for each thread. */
    private final Queue<EncoderBatch> buffers = new ConcurrentLinkedQueue<>();

    private volatile boolean closed;

    /** @param encoder must run one inference for each of the threads at once */
    ImageWorkers(BatchingConfig config, ImageLoader loader, Encoder encoder, MeterRegistry metrics) {
        this.loader = loader;
        this.encoder = encoder;
        this.threadCount = config.decodeThreads();
        this.batchSize = Math.min(config.maxImages(), MAX_BATCH);
        this.metrics = new EmbedderMetrics(metrics);
        for (int i = 0; i < threadCount; i++) {
            buffers.add(encoder.newBatch(batchSize));
        }
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                threadCount, task -> new Thread(task, "embedder-worker-" + number.incrementAndGet()));
    }

    @Override
    public List<EmbeddingResult> embed(List<ImageArrived> events) throws InterruptedException {
        Run run = new Run(events);
        for (int i = 0; i < threadCount; i++) {
            run.tasks.submit(threads, run::embedChunks);
        }
        run.tasks.await();
        return List.copyOf(run.results);
    }

    /** The events of one call, distributed among the threads. */
    private final class Run {
        private final List<ImageArrived> events;
        private final AtomicInteger next = new AtomicInteger();
        private final Queue<EmbeddingResult> results = new ConcurrentLinkedQueue<>();
        private final TaskGroup tasks = new TaskGroup(threadCount);

        Run(List<ImageArrived> events) {
            this.events = events;
        }

        private void embedChunks() throws InterruptedException {
            EncoderBatch buffer = buffers.remove();
            try {
                List<ImageArrived> chunk = nextChunk();
                while (!chunk.isEmpty() && !tasks.isCancelled()) {
                    embedChunk(chunk, buffer);
                    chunk = nextChunk();
                }
            } finally {
                if (closed) {
                    tasks.cancel();
                }
                buffers.add(buffer);
            }
        }

        /** The next few events; single ones towards the end, so that all threads finish together. */
        private List<ImageArrived> nextChunk() {
            int first = next.get();
            while (first < events.size()) {
                int fair = (events.size() - first) / (2 * threadCount);
                int size = Math.max(1, Math.min(batchSize, fair));
                if (next.compareAndSet(first, first + size)) {
                    return events.subList(first, first + size);
                }
                first = next.get();
            }
            return List.of();
        }

        private void embedChunk(List<ImageArrived> chunk, EncoderBatch buffer) throws InterruptedException {
            List<ImageArrived> taken = new ArrayList<>(chunk.size());
            List<DecodedImage> images = new ArrayList<>(chunk.size());
            for (ImageArrived event : chunk) {
                if (closed || tasks.isCancelled()) {
                    return;
                }
                long start = System.nanoTime();
                try {
                    DecodedImage image = loader.load(event);
                    loader.prepare(image, buffer.slot(taken.size()));
                    taken.add(event);
                    images.add(image);
                    metrics.decode().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                } catch (PermanentFailure e) {
                    results.add(new EmbeddingResult.Refused(event, e));
                }
            }
            if (!taken.isEmpty()) {
                encode(taken, images, buffer);
            }
        }

        private void encode(List<ImageArrived> taken, List<DecodedImage> images, EncoderBatch buffer) {
            long start = System.nanoTime();
            float[][] features = encoder.encode(buffer, taken.size());
            metrics.encode().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            for (int i = 0; i < taken.size(); i++) {
                DecodedImage image = images.get(i);
                results.add(EmbeddingResult.of(
                        encoder.id(), taken.get(i), features[i], image.originalWidth(), image.originalHeight()));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        // Queued tasks still run, so that whoever waits for them is released.
        threads.shutdownNow().forEach(Runnable::run);
    }
}
