package org.lookalike.refit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.Alert;
import org.lookalike.events.ClusterEvent;
import org.lookalike.events.ImageLabelled;
import org.lookalike.events.ImageVector;
import org.lookalike.events.LabelEvent;
import org.lookalike.events.RefitReport;
import org.lookalike.labels.ImageLabel;
import org.lookalike.labels.LabelRecords;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryListener;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.kafka.Records;
import org.lookalike.refit.fit.AdaptedFit;
import org.lookalike.refit.fit.AdaptedFitInput;
import org.lookalike.refit.fit.Fit;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.merge.FitExecutor;
import org.lookalike.refit.merge.FitRecords;
import org.lookalike.refit.merge.FitServices;
import org.lookalike.refit.merge.RefitMetrics;
import org.lookalike.refit.sample.VectorDecoder;
import org.lookalike.refit.sample.VectorFetcher;
import org.lookalike.refit.sample.VectorUpdate;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/** The topology in the test driver: windows of 10 s, fits on the calling thread, what it proposes is known at once. */
final class RefitFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private static final List<String> SMALL = List.of(
            "--refit.window.length=10s",
            "--refit.window.grace=2s",
            "--refit.window.quiet=5s",
            "--refit.window.merge-timeout=3s",
            "--refit.sample.window-size=200",
            "--refit.sample.long-term-size=200",
            "--refit.sample.minimum=20",
            "--refit.fit.dimensions=4",
            "--refit.fit.clusters=4",
            "--refit.fit.novelty-rate=0.05",
            "--refit.fit.threads=1");

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final AtomicReference<Spaces> spaces = new AtomicReference<>(Spaces.none());
    /** The inputs of the fits to labels. */
    final List<AdaptedFitInput> adaptedFits = new ArrayList<>();
    /** Fits a space to labels; tests that are about when that happens put something quick in its place. */
    Function<AdaptedFitInput, Optional<FitResult>> adaptedFit;
    /** How many single vectors were fetched. */
    int fetched;

    private final AvroCodec codec = new AvroCodec("mock://refit-" + UUID.randomUUID(), true);
    private final SpaceRecords records = new SpaceRecords(codec, InstantSource.system());
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> vectors;
    private final TestInputTopic<byte[], byte[]> labels;
    /** The topic of vectors, by offset. */
    private final List<TestRecord<byte[], byte[]>> log = new ArrayList<>();

    RefitFixture(String... flags) {
        this(1, flags);
    }

    /** @param partitions how many partitions the merging waits for; the driver has one */
    RefitFixture(int partitions, String... flags) {
        List<String> all = new ArrayList<>(SMALL);
        all.addAll(Arrays.asList(flags));
        RefitConfig config = Settings.read(all, Map.of(), RefitConfig::from).config();
        Fit fit = new Fit(config.fit(), InstantSource.system());
        adaptedFit = new AdaptedFit(config.adapt().fit(), config.fit(), InstantSource.system())::run;
        FitServices fits = new FitServices(
                spaces::get,
                new FitExecutor(Runnable::run, fit::run, input -> {
                    adaptedFits.add(input);
                    return adaptedFit.apply(input);
                }),
                new FitRecords(codec, records, config.alerts().maxBirths()),
                new RefitMetrics(metrics));
        RefitTopology topology = new RefitTopology(
                config,
                codec,
                fits,
                new Retrier(RetryPolicy.fixed(Duration.ZERO).withMaxAttempts(1), RetryListener.NONE),
                InMemoryVectorFetcher::new,
                metrics);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "refit-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        driver = new TopologyTestDriver(topology.build(Map.of(Topics.VECTORS.name(), partitions)), properties, START);
        vectors = driver.createInputTopic(Topics.VECTORS.name(), new ByteArraySerializer(), new ByteArraySerializer());
        labels = driver.createInputTopic(Topics.LABELS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Publishes vectors at a time; the wall clock stands still. */
    void publish(Duration at, List<ImageVector> published) {
        for (ImageVector vector : published) {
            publish(at, vector);
        }
    }

    void publish(Duration at, ImageVector vector) {
        send(at, vector.getImageId(), codec.encode(Topics.VECTORS, vector));
    }

    void send(Duration at, String key, byte @Nullable [] value) {
        TestRecord<byte[], byte[]> record = new TestRecord<>(Records.key(key), value, START.plus(at));
        log.add(record);
        vectors.pipeInput(record);
    }

    void forget(Duration at, String imageId) {
        send(at, imageId, null);
    }

    void label(String imageId, String label) {
        send(new LabelRecords(codec, InstantSource.system()).of(new ImageLabel(imageId, label, "test", Instant.EPOCH)));
    }

    /** A label from a client that does not know the rules. */
    void labelUnchecked(String imageId, String label) {
        LabelEvent event = LabelEvent.newBuilder()
                .setAt(Instant.EPOCH)
                .setEvent(ImageLabelled.newBuilder()
                        .setImageId(imageId)
                        .setLabel(label)
                        .build())
                .build();
        labels.pipeInput(Records.key(LabelKeys.IMAGE + imageId), codec.encode(Topics.LABELS, event));
    }

    void unlabel(String imageId) {
        send(new LabelRecords(codec, InstantSource.system()).withoutImage(imageId));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        labels.pipeInput(record.key(), record.value());
    }

    /** Reads what was published on the topic of vectors. */
    private final class InMemoryVectorFetcher implements VectorFetcher {
        private final VectorDecoder decoder;

        InMemoryVectorFetcher(VectorDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public Optional<VectorUpdate.Upsert> fetch(String topic, int partition, long offset) {
            fetched++;
            TestRecord<byte[], byte[]> record = log.get((int) offset);
            VectorUpdate update = decoder.decode(topic, offset, record.key(), record.value(), record.timestamp());
            return update instanceof VectorUpdate.Upsert upsert ? Optional.of(upsert) : Optional.empty();
        }

        @Override
        public void close() {}
    }

    /** Lets the wall clock go on, second by second. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    /** Closes a window by a vector that comes long after it, and lets its fit come out. */
    void closeBy(Duration at, ImageVector later) {
        publish(at, later);
        pass(Duration.ofSeconds(2));
    }

    /** The spaces that were published; from here on they are known, as from the feed. */
    List<Space> spaces() {
        List<Space> published = new ArrayList<>();
        for (byte[] value : values(Topics.SPACES)) {
            Spaces before = spaces.get();
            Spaces after = records.apply(before, value);
            spaces.set(after);
            after.all().stream()
                    .filter(space -> before.find(space.id()).isEmpty())
                    .forEach(published::add);
        }
        return published;
    }

    List<RefitReport> reports() {
        return decoded(Topics.REFITS);
    }

    List<ClusterEvent> clusters() {
        return decoded(Topics.CLUSTERS);
    }

    List<Alert> alerts() {
        return decoded(Topics.ALERTS);
    }

    double count(String name, String... tags) {
        var counter = metrics.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    private <V extends SpecificRecord> List<V> decoded(Topic<V> topic) {
        return values(topic).stream().map(value -> codec.decode(topic, value)).toList();
    }

    private List<byte[]> values(Topic<?> topic) {
        return driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    @Override
    public void close() {
        driver.close();
        codec.close();
    }
}
