package org.lookalike.audit.lag;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lookalike.platform.kafka.GroupLag.GroupTopic;

/**
 * Keeps a gauge of how old the oldest record is that each stage has yet to handle, also of a stage that does not run: it is the
 * one that misses deletions. Between two measurements the ages grow. Used by one thread.
 */
public final class LagMonitor {
    private final Supplier<Set<GroupTopic>> stages;
    private final Function<Set<GroupTopic>, Map<GroupTopic, Optional<Instant>>> oldest;
    private final InstantSource clock;
    private final MultiGauge ages;

    /**
     * A monitor that has measured nothing yet.
     *
     * @param stages the groups that there are at the moment, with what they read
     * @param oldest when the oldest record was published that each has yet to handle
     */
    public LagMonitor(
            Supplier<Set<GroupTopic>> stages,
            Function<Set<GroupTopic>, Map<GroupTopic, Optional<Instant>>> oldest,
            InstantSource clock,
            MeterRegistry metrics) {
        this.stages = stages;
        this.oldest = oldest;
        this.clock = clock;
        this.ages = MultiGauge.builder("lookalike.lag.age")
                .description(
                        "How long ago the oldest record was published that a group has yet to handle; 0 without one")
                .baseUnit("seconds")
                .register(metrics);
    }

    /**
     * Measures once.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public void measure() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        oldest.apply(stages.get())
                .forEach((stage, published) -> rows.add(MultiGauge.Row.of(
                        Tags.of("group", stage.group(), "topic", stage.topic()), published, this::seconds)));
        ages.register(rows, true);
    }

    private double seconds(Optional<Instant> published) {
        return published
                .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis()) / 1e3)
                .orElse(0.0);
    }
}
