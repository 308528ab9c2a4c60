package org.lookalike.bench.latency;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.worker.EmbedderStage;
import org.lookalike.bench.worker.StoredSet;
import org.lookalike.events.ImageArrived;
import org.lookalike.schemas.Urgency;

/** The embedder's latency at half load, and that of live images while a backfill is being worked on. */
final class LatencyBenchmark {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration LIVE_EVERY = Duration.ofSeconds(1);
    private static final Map<String, String> TOPIC_ORDER = Map.of("embedder.read-ahead.max-records", "0");

    private final Path encoder;
    private final ImageSet set;
    private final int halfLoadImages;
    private final int backfillImages;
    private final Consumer<String> progress;

    LatencyBenchmark(Path encoder, ImageSet set, int halfLoadImages, int backfillImages, Consumer<String> progress) {
        this.encoder = encoder;
        this.set = set;
        this.halfLoadImages = halfLoadImages;
        this.backfillImages = backfillImages;
        this.progress = progress;
    }

    /**
     * What was measured.
     *
     * @param rate images per second when all of them are there at once
     * @param halfLoad at half that rate, at random times
     */
    record HalfLoad(double rate, Latencies halfLoad) {}

    /**
     * What was measured.
     *
     * @param seconds how long the backfill took
     * @param live one image a second, beside it
     */
    record Backfill(int images, double seconds, Latencies live) {}

    /**
     * The results.
     *
     * @param load the machine's load average before
     * @param backfill with the default settings
     * @param inOrder with read-ahead switched off, the topic's order
     */
    record Result(Machine machine, double load, HalfLoad halfLoad, Backfill backfill, Backfill inOrder) {}

    Result run() throws Exception {
        double load = Machine.load();
        HalfLoad halfLoad;
        Backfill backfill;
        try (EmbedderStage stage = new EmbedderStage(encoder, Map.of(), progress)) {
            StoredSet stored = new StoredSet(set, stage.store());
            progress.accept("warming up with %d pictures".formatted(set.events()));
            stage.broker().run(stored.events("warm-up"), stage.worker(), record -> {});
            double rate = stage.broker()
                    .run(stored.events("full-load"), stage.worker(), record -> {})
                    .rate();
            halfLoad = halfLoad(stage, stored, rate);
            backfill = backfill(stage, stored);
        }
        try (EmbedderStage stage = new EmbedderStage(encoder, TOPIC_ORDER, progress)) {
            StoredSet stored = new StoredSet(set, stage.store());
            stage.broker().run(stored.events("warm-up"), stage.worker(), record -> {});
            return new Result(Machine.here(), load, halfLoad, backfill, backfill(stage, stored));
        }
    }

    private HalfLoad halfLoad(EmbedderStage stage, StoredSet stored, double rate) throws InterruptedException {
        progress.accept("publishing %d pictures at %.1f/s, half of %.1f/s".formatted(halfLoadImages, rate / 2, rate));
        // Independent cameras: exponential gaps, the same ones at every run.
        Random random = new Random(1);
        try (Traffic traffic = new Traffic(stage)) {
            List<String> ids = new ArrayList<>();
            long next = System.nanoTime();
            for (ImageArrived event : events(stored, "half-load", halfLoadImages)) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                traffic.publish(event, Urgency.LIVE);
                ids.add(event.getImageId());
                next += (long) (-Math.log(1 - random.nextDouble()) / (rate / 2) * 1e9);
            }
            traffic.await(ids, LIMIT);
            return new HalfLoad(rate, Latencies.of(traffic.milliseconds(ids)));
        }
    }

    private Backfill backfill(EmbedderStage stage, StoredSet stored) throws InterruptedException {
        progress.accept("publishing a backfill of %d pictures, and a live one each second".formatted(backfillImages));
        try (Traffic traffic = new Traffic(stage)) {
            long start = System.nanoTime();
            List<String> waiting = new ArrayList<>();
            for (ImageArrived event : events(stored, "backfill", backfillImages)) {
                traffic.publish(event, Urgency.BACKFILL);
                waiting.add(event.getImageId());
            }
            List<String> live = new ArrayList<>();
            for (ImageArrived event : events(stored, "live", backfillImages)) {
                Thread.sleep(LIVE_EVERY.toMillis());
                if (traffic.done(waiting) == waiting.size()) {
                    break;
                }
                traffic.publish(event, Urgency.LIVE);
                live.add(event.getImageId());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            traffic.await(live, LIMIT);
            return new Backfill(backfillImages, seconds, Latencies.of(traffic.milliseconds(live)));
        }
    }

    private static List<ImageArrived> events(StoredSet stored, String turn, int count) {
        List<ImageArrived> events = new ArrayList<>();
        for (int repeat = 0; events.size() < count; repeat++) {
            events.addAll(stored.events(turn + "-" + repeat));
        }
        return events.subList(0, count);
    }
}
