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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.GroupLag.GroupTopic;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a gauge of how old the oldest record is that each stage has yet to handle, also of a stage that does not run: it is the
 * one that misses deletions. Between two measurements the ages grow. {@link #run} belongs to one thread.
 */
public final class LagMonitor implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LagMonitor.class);

    private final Supplier<Set<GroupTopic>> stages;
    private final Function<Set<GroupTopic>, Map<GroupTopic, Optional<Instant>>> oldest;
    private final Duration interval;
    private final InstantSource clock;
    private final MultiGauge ages;
    private final Outage outage = Outage.logged("audit.lag");

    /**
     * A monitor that has measured nothing yet.
     *
     * @param stages the groups that there are at the moment, with what they read
     * @param oldest when the oldest record was published that each has yet to handle
     * @param interval between two measurements
     */
    public LagMonitor(
            Supplier<Set<GroupTopic>> stages,
            Function<Set<GroupTopic>, Map<GroupTopic, Optional<Instant>>> oldest,
            Duration interval,
            InstantSource clock,
            MeterRegistry metrics) {
        this.stages = stages;
        this.oldest = oldest;
        this.interval = interval;
        this.clock = clock;
        this.ages = MultiGauge.builder("lookalike.lag.age")
                .description(
                        "How long ago the oldest record was published that a group has yet to handle; 0 without one")
                .baseUnit("seconds")
                .register(metrics);
    }

    @Override
    public void run() {
        try {
            while (true) {
                try {
                    measure();
                    outage.end();
                } catch (TransientFailure failure) {
                    outage.begin(failure);
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    outage.begin(new TransientFailure("the broker does not answer", e));
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            LOGGER.debug("interrupted to close");
        }
    }

    void measure() {
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
