package org.lookalike.sink;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
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

/**
 * Runs one consumer loop for the present collection of every space that was not dropped, in a consumer group of its own: a
 * collection that takes the place of a lost one is filled from the beginning of the topic. Used by one thread.
 */
final class SpaceLoops {
    private static final Logger LOGGER = LoggerFactory.getLogger(SpaceLoops.class);

    /** Some thousand vectors: the next batch is read while one is being written. */
    private static final long READ_AHEAD_BYTES = 32L << 20;

    private final LoopGroup loops;
    private final SinkConfig config;
    private final Function<Space, BatchHandler> handlers;
    private final MeterRegistry metrics;
    /** The spaces that are filled, by the names of their loops. */
    private final Map<String, Space> running = new HashMap<>();

    SpaceLoops(LoopGroup loops, SinkConfig config, Function<Space, BatchHandler> handlers, MeterRegistry metrics) {
        this.loops = loops;
        this.config = config;
        this.handlers = handlers;
        this.metrics = metrics;
    }

    /** Starts the loops of new collections, and ends those of dropped spaces and of lost collections. */
    void follow(Spaces spaces) {
        Map<String, Space> wanted = new LinkedHashMap<>();
        spaces.alive().stream()
                // Until the generation controller has created its collection.
                .filter(space -> !space.incarnation().isEmpty())
                .forEach(space -> wanted.put(name(space), space));
        running.entrySet().removeIf(each -> {
            boolean gone = !wanted.containsKey(each.getKey());
            if (gone) {
                LOGGER.atInfo()
                        .addKeyValue("collection", each.getValue().collection())
                        .log("dropped or lost, its loop ends");
                loops.stop(each.getKey());
                removeMeters(each.getValue());
            }
            return gone;
        });
        wanted.forEach((name, space) -> {
            if (running.putIfAbsent(name, space) == null) {
                loops.start(
                        name,
                        new Subscription(
                                Stage.SINK,
                                Topics.vectors(space.vectorsTopic()),
                                space.group(config.group()),
                                config.maxRecords(),
                                ReadAhead.inOrder(config.maxRecords(), READ_AHEAD_BYTES)),
                        handlers.apply(space));
            }
        });
    }

    private static String name(Space space) {
        return "sink.%s.%s.%s".formatted(space.vectorsTopic(), space.id(), space.incarnation());
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
