package org.lookalike.sink.keep;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Tells how far the generations are that are being built, and when they will be there. Thread-safe. */
public final class ProgressMetrics {
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final MultiGauge shares;
    private final MultiGauge rates;
    private final MultiGauge remaining;
    private final Map<String, Way> ways = new TreeMap<>();

    public ProgressMetrics(MeterRegistry metrics) {
        this.shares =
                gauge(metrics, "lookalike.generation.progress", "How much of its topic a generation has read, 0 to 1");
        this.rates = gauge(metrics, "lookalike.generation.rate", "Records that a generation reads in a second");
        this.remaining = gauge(
                metrics,
                "lookalike.generation.remaining.seconds",
                "Until a generation has read its topic, at this rate");
    }

    /** One look at one space. */
    synchronized void show(Space space, GenerationProgress progress, Instant now) {
        ways.computeIfAbsent(space.id(), id -> new Way()).add(new Look(progress, now));
        register();
    }

    /** Forgets what is no longer being built. */
    synchronized void keep(Spaces known) {
        List<String> building = known.alive().stream()
                .map(Space::id)
                .filter(id -> known.generation(id).state() != State.READY)
                .toList();
        if (ways.keySet().retainAll(building)) {
            register();
        }
    }

    /** Forgets everything. */
    synchronized void clear() {
        ways.clear();
        register();
    }

    private void register() {
        register(shares, Way::share);
        register(rates, Way::rate);
        register(remaining, Way::remainingSeconds);
    }

    private void register(MultiGauge gauge, ToDoubleFunction<Way> value) {
        gauge.register(
                ways.entrySet().stream()
                        .map(way ->
                                MultiGauge.Row.of(Tags.of("space", way.getKey()), value.applyAsDouble(way.getValue())))
                        .collect(Collectors.toList()),
                true);
    }

    private static MultiGauge gauge(MeterRegistry metrics, String name, String description) {
        return MultiGauge.builder(name).description(description).register(metrics);
    }

    private record Look(GenerationProgress progress, Instant at) {}

    /** The looks of the last half minute. */
    private static final class Way {
        private final Deque<Look> looks = new ArrayDeque<>();

        void add(Look look) {
            looks.add(look);
            while (looks.size() > 2 && looks.getFirst().at().isBefore(look.at().minus(WINDOW))) {
                looks.removeFirst();
            }
        }

        double share() {
            return looks.getLast().progress().share();
        }

        double rate() {
            Look first = looks.getFirst();
            Look last = looks.getLast();
            double seconds = Duration.between(first.at(), last.at()).toMillis() / 1e3;
            return seconds <= 0
                    ? Double.NaN
                    : (last.progress().done() - first.progress().done()) / seconds;
        }

        /** No number where nothing moves. */
        double remainingSeconds() {
            long left = looks.getLast().progress().remaining();
            double rate = rate();
            return left == 0 ? 0 : rate > 0 ? left / rate : Double.NaN;
        }
    }
}
