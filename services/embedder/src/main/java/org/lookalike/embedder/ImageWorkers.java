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
 * Each thread takes a few images from their bytes to their features by itself, next to the others doing the same. For
 * an encoder on the processor, which decoding shares anyway: no thread ever waits for another one's share of an
 * inference, and pixels are still in the core's cache when they are encoded.
 */
final class ImageWorkers implements ImageEmbedding {
    /** On one core, larger batches were measured to be slower: their activations no longer fit its cache. */
    private static final int MAX_BATCH = 2;

    private final ImageLoader loader;
    private final Encoder encoder;
    private final ByteBudget budget;
    private final EmbedTimers timers;
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
        this.budget = new ByteBudget(config.maxBytesInFlight());
        this.timers = new EmbedTimers(metrics, budget);
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
            run.work.submit(threads, run::embedShares);
        }
        run.work.await();
        return List.copyOf(run.outcomes);
    }

    /** The events of one call, shared out among the threads. */
    private final class Run {
        private final List<ImageArrived> events;
        private final AtomicInteger next = new AtomicInteger();
        private final Queue<EmbeddingResult> outcomes = new ConcurrentLinkedQueue<>();
        private final SharedWork work = new SharedWork(threadCount);

        Run(List<ImageArrived> events) {
            this.events = events;
        }

        private void embedShares() throws InterruptedException {
            EncoderBatch buffer = buffers.remove();
            try {
                List<ImageArrived> share = share();
                while (!share.isEmpty() && !work.isCancelled()) {
                    embedShare(share, buffer);
                    share = share();
                }
            } finally {
                if (closed) {
                    work.giveUp();
                }
                buffers.add(buffer);
            }
        }

        /** The next few events; single ones towards the end, so that all threads end together. */
        private List<ImageArrived> share() {
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

        private void embedShare(List<ImageArrived> share, EncoderBatch buffer) throws InterruptedException {
            List<ImageArrived> taken = new ArrayList<>(share.size());
            List<DecodedImage> images = new ArrayList<>(share.size());
            for (ImageArrived event : share) {
                if (closed || work.isCancelled()) {
                    return;
                }
                long start = System.nanoTime();
                try {
                    DecodedImage image = load(event);
                    loader.prepare(image, buffer.slot(taken.size()));
                    taken.add(event);
                    images.add(image);
                    timers.decode().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                } catch (PermanentFailure e) {
                    outcomes.add(new EmbeddingResult.Refused(event, e));
                }
            }
            if (!taken.isEmpty()) {
                encode(taken, images, buffer);
            }
        }

        private void encode(List<ImageArrived> taken, List<DecodedImage> images, EncoderBatch buffer) {
            long start = System.nanoTime();
            float[][] features = encoder.encode(buffer, taken.size());
            timers.encode().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            for (int i = 0; i < taken.size(); i++) {
                DecodedImage image = images.get(i);
                outcomes.add(EmbeddingResult.of(
                        encoder.id(), taken.get(i), features[i], image.originalWidth(), image.originalHeight()));
            }
        }

        private DecodedImage load(ImageArrived event) throws InterruptedException {
            int held = budget.take(event.getSizeBytes());
            try {
                return loader.load(event);
            } finally {
                budget.give(held);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        // What was queued still runs, to tell the one who waits for it that there is nothing to wait for.
        threads.shutdownNow().forEach(Runnable::run);
    }
}
