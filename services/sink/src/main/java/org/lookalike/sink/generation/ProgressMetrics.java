package org.lookalike.sink.generation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.lookalike.spaces.CollectionAudit;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Gauges of how far unready generations have come, and when they will have caught up. Thread-safe. */
public final class ProgressMetrics {
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final MultiGauge shares;
    private final MultiGauge rates;
    private final MultiGauge remaining;
    private final MultiGauge missing;
    private final MultiGauge extra;
    private final Map<String, CollectionAudit> audits = new TreeMap<>();
    private final Map<String, SlidingWindow> windows = new TreeMap<>();

    public ProgressMetrics(MeterRegistry metrics) {
        this.shares =
                gauge(metrics, "lookalike.generation.progress", "How much of its topic a generation has read, 0 to 1");
        this.rates = gauge(metrics, "lookalike.generation.rate", "Records that a generation reads in a second");
        this.remaining = gauge(
                metrics,
                "lookalike.generation.remaining.seconds",
                "Until a generation has read its topic, at this rate");
        this.missing = gauge(
                metrics,
                "lookalike.generation.missing",
                "Pictures that a ready collection lacked when it was compared last");
        this.extra = gauge(
                metrics,
                "lookalike.generation.extra",
                "Pictures that a ready collection held without reason when it was compared last");
    }

    /** Notes what the audit says of a ready collection. */
    synchronized void recordAudit(Space space, CollectionAudit audit) {
        if (!audit.equals(audits.put(space.id(), audit))) {
            registerAudits();
        }
    }

    /** Removes the gauges of all other spaces' comparisons. */
    synchronized void retainAudited(Set<String> spaces) {
        if (audits.keySet().retainAll(spaces)) {
            registerAudits();
        }
    }

    private void registerAudits() {
        register(audits, missing, audit -> (double) audit.missing());
        register(audits, extra, audit -> (double) audit.extra());
    }

    /** Adds one observation of a space. */
    synchronized void record(Space space, GenerationProgress progress, Instant now) {
        windows.computeIfAbsent(space.id(), id -> new SlidingWindow()).add(new Sample(progress, now));
        register();
    }

    /** Removes the gauges of all spaces but those whose generation is not ready. */
    synchronized void retainUnready(Spaces spaces) {
        List<String> unready = spaces.alive().stream()
                .map(Space::id)
                .filter(id -> spaces.generation(id).state() != State.READY)
                .toList();
        if (windows.keySet().retainAll(unready)) {
            register();
        }
    }

    /** Removes all gauges. */
    synchronized void clear() {
        windows.clear();
        audits.clear();
        register();
        registerAudits();
    }

    private void register() {
        register(windows, shares, SlidingWindow::share);
        register(windows, rates, SlidingWindow::rate);
        register(windows, remaining, SlidingWindow::remainingSeconds);
    }

    private static <T> void register(Map<String, T> bySpace, MultiGauge gauge, ToDoubleFunction<T> value) {
        gauge.register(
                bySpace.entrySet().stream()
                        .map(each -> MultiGauge.Row.of(
                                Tags.of("space", each.getKey()), value.applyAsDouble(each.getValue())))
                        .collect(Collectors.toList()),
                true);
    }

    private static MultiGauge gauge(MeterRegistry metrics, String name, String description) {
        return MultiGauge.builder(name).description(description).register(metrics);
    }

    private record Sample(GenerationProgress progress, Instant at) {}

    /** The samples of the last half minute, and at least two. */
    private static final class SlidingWindow {
        private final Deque<Sample> samples = new ArrayDeque<>();

        void add(Sample sample) {
            samples.add(sample);
            while (samples.size() > 2
                    && samples.getFirst().at().isBefore(sample.at().minus(WINDOW))) {
                samples.removeFirst();
            }
        }

        double share() {
            return samples.getLast().progress().share();
        }

        double rate() {
            Sample first = samples.getFirst();
            Sample last = samples.getLast();
            double seconds = Duration.between(first.at(), last.at()).toMillis() / 1e3;
            return seconds <= 0
                    ? Double.NaN
                    : (last.progress().done() - first.progress().done()) / seconds;
        }

        /** NaN where nothing moves. */
        double remainingSeconds() {
            long left = samples.getLast().progress().remaining();
            double rate = rate();
            return left == 0 ? 0 : rate > 0 ? left / rate : Double.NaN;
        }
    }
}
