package org.lookalike.query.answer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.lookalike.query.request.Envelope;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows operators which space answers: one line in the log whenever that changes, and a gauge for each space. The meters
 * of a dropped space go with it, so that years of refits do not pile them up. Used by one thread.
 */
public final class ActiveSpaceMetrics implements Consumer<Spaces> {
    static final String ACTIVE = "lookalike.space.active";

    private static final Logger LOGGER = LoggerFactory.getLogger(ActiveSpaceMetrics.class);
    private static final Set<String> METERS =
            Set.of(ACTIVE, ReplyWriter.REQUESTS, ReplyWriter.SEARCH, ReplyWriter.TOTAL);

    private final MeterRegistry metrics;
    private final Map<String, AtomicInteger> gauges = new HashMap<>();
    private String active = Envelope.NO_SPACE;

    public ActiveSpaceMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void accept(Spaces spaces) {
        String now = spaces.active().map(Space::id).orElse(Envelope.NO_SPACE);
        Set<String> alive = spaces.alive().stream().map(Space::id).collect(Collectors.toSet());
        alive.forEach(id -> gauges.computeIfAbsent(id, this::gauge).set(id.equals(now) ? 1 : 0));
        Set<String> gone =
                gauges.keySet().stream().filter(id -> !alive.contains(id)).collect(Collectors.toSet());
        gone.forEach(this::forget);
        if (!now.equals(active)) {
            LOGGER.atInfo()
                    .addKeyValue("from", active)
                    .addKeyValue("to", now)
                    .addKeyValue(
                            "by",
                            spaces.activation()
                                    .map(activation -> activation.by())
                                    .orElse("default"))
                    .log("the active space has changed");
            active = now;
        }
    }

    private AtomicInteger gauge(String id) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder(ACTIVE, value, AtomicInteger::get)
                .description("1 for the space that answers searches which name none, 0 for any other")
                .tag(ReplyWriter.SPACE_TAG, id)
                .register(metrics);
        return value;
    }

    private void forget(String id) {
        gauges.remove(id);
        for (Meter meter : metrics.getMeters()) {
            if (METERS.contains(meter.getId().getName())
                    && id.equals(meter.getId().getTag(ReplyWriter.SPACE_TAG))) {
                metrics.remove(meter);
            }
        }
    }
}
