package org.lookalike.refit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.refit.fit.AdaptedFit;
import org.lookalike.refit.fit.Fit;
import org.lookalike.refit.merge.FitExecutor;
import org.lookalike.refit.merge.FitRecords;
import org.lookalike.refit.merge.FitServices;
import org.lookalike.refit.merge.RefitMetrics;
import org.lookalike.refit.sample.ConsumerVectorFetcher;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.streams.BoundedRocksDbConfig;
import org.lookalike.streams.PartitionCounts;
import org.lookalike.streams.StateDirectory;
import org.lookalike.streams.StreamsRunner;

/**
 * The refit service: samples the windows of {@code vectors}, fits a candidate space to each and proposes those that are
 * clearly better; fits one to the labels when they have changed; raises alerts about single images and sources. It never
 * activates a space.
 */
public final class Refit {
    /** The descriptor by which {@link ServiceRunner} and the stand-alone system run this service. */
    public static final ServiceDescriptor<RefitConfig> SERVICE =
            new ServiceDescriptor<>("refit", RefitConfig::from, Refit::assemble);

    private static final Duration SPACES = Duration.ofSeconds(10);
    /** Well below max.poll.interval.ms; a longer outage goes to Streams, which resumes from the last commit. */
    private static final RetryPolicy REGISTRY_RETRIES =
            RetryPolicy.fixed(Duration.ofSeconds(1)).withMaxAttempts(20);

    private static final int MAX_WAITING_FITS = 16;

    /** Long enough for a window's whole sample; one that dies inside a transaction holds its readers back for so long. */
    private static final int TRANSACTION_TIMEOUT_MS = 30_000;

    private Refit() {}

    public static void main(String[] arguments) {
        ServiceRunner.run(SERVICE, arguments);
    }

    /** Puts the service together. */
    public static void assemble(RefitConfig config, Platform platform) {
        StateDirectory state = platform.own(StateDirectory.of(config.stateFolder(), "refit"));
        MaterialisedTopic<Spaces> feed = SpaceFeed.of(platform);
        Retrier retrier = new Retrier(REGISTRY_RETRIES, RetryListener.NONE);
        Fit fit = new Fit(config.fit(), InstantSource.system());
        AdaptedFit adaptedFit = new AdaptedFit(config.adapt().fit(), config.fit(), InstantSource.system());
        FitServices fits = new FitServices(
                () -> feed.awaitCurrent(SPACES),
                new FitExecutor(executor(platform), fit::run, adaptedFit::run),
                new FitRecords(
                        platform.codec(),
                        new SpaceRecords(platform.codec(), InstantSource.system()),
                        config.alerts().maxBirths()),
                new RefitMetrics(platform.metrics()));
        RefitTopology topology = new RefitTopology(
                config,
                platform.codec(),
                fits,
                retrier,
                decoder -> new ConsumerVectorFetcher(
                        () -> platform.clients()
                                .reader(platform.instance() + ".vectors", ConsumerVectorFetcher.FETCH_BYTES),
                        decoder),
                platform.metrics());
        StreamsRunner streams = new StreamsRunner(
                "refit.streams",
                partitions -> {
                    Map<String, Integer> vectors = new HashMap<>(partitions);
                    vectors.keySet().retainAll(config.topics());
                    return topology.build(vectors);
                },
                new PartitionCounts("refit.topics", () -> platform.clients().admin(platform.instance()), read(config)),
                properties(config, platform, state),
                platform.metrics(),
                platform.health());
        platform.run("refit.streams", () -> {
            try {
                streams.run();
            } finally {
                retrier.close();
            }
        });
    }

    private static List<String> read(RefitConfig config) {
        List<String> topics = new ArrayList<>(config.topics());
        topics.add(Topics.LABELS.name());
        return topics;
    }

    /** One fit at a time: each has the processors and the memory for itself. */
    private static ThreadPoolExecutor executor(Platform platform) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING_FITS), task -> {
                    Thread thread = new Thread(task, "refit.fit");
                    thread.setDaemon(true);
                    return thread;
                });
        // A native routine cannot be interrupted; nobody waits for its result any more.
        platform.own(executor::shutdownNow);
        return executor;
    }

    static Map<String, Object> properties(RefitConfig config, Platform platform, StateDirectory state) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        properties.putAll(platform.clients().connection(platform.instance() + ".streams"));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDbConfig.class);
        properties.put(BoundedRocksDbConfig.BYTES, config.stateBytes());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.path().toString());
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        // All replication the broker's default; records with a whole space are larger than the clients' default allows.
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        int maxBytes = Topics.SPACES.maxMessageBytes();
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxBytes);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 4L * maxBytes);
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                Integer.toString(Topics.VECTORS.maxMessageBytes()));
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return properties;
    }
}
