package org.lookalike.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the topology as a part of the service, until interrupted or until a defect stops it. On an outage the stream thread
 * that met it is replaced after a pause; the new one resumes from the last commit.
 */
public final class StreamsRunner implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE = Duration.ofSeconds(15);
    private static final Duration BACKOFF = Duration.ofSeconds(2);

    private final Function<Map<String, Integer>, Topology> topology;
    private final PartitionCounts partitions;
    private final Map<String, Object> properties;
    private final MeterRegistry metrics;
    private final Outage outage;
    private final AtomicReference<Throwable> defect = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * An application that has not started.
     *
     * @param part the name of this part of the service
     * @param topology given how many partitions each topic has
     * @param properties of the Kafka Streams application
     */
    public StreamsRunner(
            String part,
            Function<Map<String, Integer>, Topology> topology,
            PartitionCounts partitions,
            Map<String, Object> properties,
            MeterRegistry metrics,
            Health health) {
        this.topology = topology;
        this.partitions = partitions;
        this.properties = properties;
        this.metrics = metrics;
        this.outage = new Outage(part, health);
    }

    @Override
    public void run() {
        Properties all = new Properties();
        all.putAll(properties);
        try {
            KafkaStreams streams = new KafkaStreams(topology.apply(partitions.await()), all);
            try (KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams)) {
                binder.bindTo(metrics);
                streams.setUncaughtExceptionHandler(this::handle);
                streams.setStateListener((now, before) -> stateChanged(now));
                streams.start();
                ended.await();
            } finally {
                streams.close(CLOSE);
            }
        } catch (InterruptedException e) {
            // The service ends; the flag is set only now, for it would have kept the close from its last commit.
            Thread.currentThread().interrupt();
        }
        Throwable cause = defect.get();
        if (cause != null) {
            throw new IllegalStateException("the stream threads stopped", cause);
        }
    }

    private void stateChanged(State state) {
        if (state == State.RUNNING) {
            outage.end();
        } else if (state == State.REBALANCING) {
            LOGGER.atDebug().log("the tasks move between instances");
        } else if (state == State.ERROR || state == State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    private StreamThreadExceptionResponse handle(Throwable thrown) {
        if (isOutage(thrown)) {
            outage.begin(thrown);
            LOGGER.debug("a stream thread is replaced and resumes from the last commit", thrown);
            try {
                Thread.sleep(BACKOFF.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        defect.set(thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean isOutage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientFailure
                    || cause instanceof RetriableException
                    || cause instanceof MissingSourceTopicException) {
                return true;
            }
        }
        return false;
    }
}
