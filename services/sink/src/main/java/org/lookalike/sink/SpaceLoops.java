package org.lookalike.sink;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lookalike.events.Stage;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.ReadAhead;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.lifecycle.LoopGroup;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one consumer loop for every space that was not dropped. Used by one thread. */
final class SpaceLoops {
    private static final Logger LOGGER = LoggerFactory.getLogger(SpaceLoops.class);

    /** Some thousand vectors: the next batch is read while one is being written. */
    private static final long READ_AHEAD_BYTES = 32L << 20;

    private final LoopGroup loops;
    private final SinkConfig config;
    private final Function<Space, BatchHandler> handlers;
    private final MeterRegistry metrics;
    private final Map<Space, String> running = new HashMap<>();

    SpaceLoops(LoopGroup loops, SinkConfig config, Function<Space, BatchHandler> handlers, MeterRegistry metrics) {
        this.loops = loops;
        this.config = config;
        this.handlers = handlers;
        this.metrics = metrics;
    }

    /** Starts the loops of new spaces and ends those of dropped ones. */
    void follow(Spaces spaces) {
        Set<Space> alive = spaces.alive().stream().collect(Collectors.toUnmodifiableSet());
        running.entrySet().removeIf(each -> {
            boolean gone = !alive.contains(each.getKey());
            if (gone) {
                LOGGER.atInfo().addKeyValue("space", each.getKey().id()).log("space dropped, its loop ends");
                loops.stop(each.getValue());
                removeMeters(each.getKey());
            }
            return gone;
        });
        for (Space space : spaces.alive()) {
            if (!running.containsKey(space)) {
                String name = "sink.%s.%s".formatted(space.vectorsTopic(), space.id());
                loops.start(
                        name,
                        new Subscription(
                                Stage.SINK,
                                Topics.vectors(space.vectorsTopic()),
                                space.group(config.group()),
                                config.maxRecords(),
                                ReadAhead.inOrder(config.maxRecords(), READ_AHEAD_BYTES)),
                        handlers.apply(space));
                running.put(space, name);
            }
        }
    }

    private void removeMeters(Space space) {
        for (Meter meter : metrics.getMeters()) {
            if (meter.getId().getName().startsWith("lookalike.sink.")
                    && space.id().equals(meter.getId().getTag("space"))) {
                metrics.remove(meter);
            }
        }
    }
}
