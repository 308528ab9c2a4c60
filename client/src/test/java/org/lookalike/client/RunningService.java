package org.lookalike.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.SchemaRegistration;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.query.Query;
import org.lookalike.query.QueryConfig;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Placement;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.testkit.TestImages;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.vectorstore.InMemoryVectorStore;
import org.lookalike.vectorstore.Membership;
import org.lookalike.vectorstore.VectorRow;

/** The real query service on a real broker and registry, with images p0 to p19 in a store in memory. */
final class RunningService implements AutoCloseable {
    static final int IMAGES = 20;
    static final String FOREIGN_TOPIC = "payroll";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    final PixelEncoder encoder = new PixelEncoder();
    final Space space = Space.raw(encoder.id(), encoder.dimensions());
    /** Ready beside the active raw space: two coordinates, and a cluster on either side of zero of the first. */
    final Space fitted = fitted(encoder);

    final Platform platform;
    private final ImageStore images;
    private final InMemoryVectorStore store = new InMemoryVectorStore();

    RunningService(Path folder) throws Exception {
        KafkaConfig kafka = new KafkaConfig(TestKafka.bootstrapServers(), TestRegistry.url(), false, Map.of());
        platform = new Platform("query", kafka, new SimpleMeterRegistry(), new Health());
        try (Admin admin = platform.clients().admin("topics");
                SchemaRegistration schemas = new SchemaRegistration(TestRegistry.url())) {
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
            admin.createTopics(List.of(new NewTopic(FOREIGN_TOPIC, 1, (short) 1)))
                    .all()
                    .get();
            schemas.register(Topics.all());
        }
        images = ImageStores.open(ImageStoreConfig.inFolder(folder));
        index();
        announce();
        QueryConfig config =
                Settings.read(List.of(), Map.of(), QueryConfig::from).config();
        Query.assemble(config, platform, List.of(encoder), images, store);
        platform.start();
    }

    static byte[] image(int number) {
        return TestImages.png(number, 32, 32);
    }

    SearchClientConfig clientConfig() {
        return SearchClientConfig.at(TestKafka.bootstrapServers(), TestRegistry.url());
    }

    /** Puts an image into the image store, and nowhere else. */
    URI store(byte[] image) {
        return images.put("stored", Sha256.of(image), image);
    }

    private void index() {
        for (Space each : List.of(space, fitted)) {
            store.ensureCollection(each.collection(), each.dimensions());
            List<VectorRow> rows = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                rows.add(row(each, i));
            }
            store.upsert(each.collection(), rows);
        }
    }

    private VectorRow row(Space each, int number) {
        byte[] image = image(number);
        Placement placement = each.place(encoder.features(image));
        return new VectorRow(
                "p" + number,
                placement.vector(),
                "line-7",
                Instant.EPOCH,
                "",
                Sha256.of(image),
                Map.of("side", number % 2 == 0 ? "left" : "right"),
                new Membership(placement.cluster(), placement.clusterDistance()));
    }

    private void announce() {
        SpaceRecords records = new SpaceRecords(platform.codec(), InstantSource.system());
        try (var producer = platform.clients().producer("test")) {
            List.of(
                            records.of(space),
                            records.of(fitted),
                            records.of(Generation.ready(fitted.id(), IMAGES, Instant.EPOCH)))
                    .forEach(record -> assertThat(producer.send(record)).succeedsWithin(TIMEOUT));
        }
    }

    private static Space fitted(PixelEncoder encoder) {
        float[] mean = new float[PixelEncoder.DIMENSIONS];
        Arrays.fill(mean, 0.5f);
        float[] basis = new float[2 * PixelEncoder.DIMENSIONS];
        basis[0] = 1;
        basis[PixelEncoder.DIMENSIONS + 1] = 1;
        return Space.fitted(
                encoder.id(),
                Topics.VECTORS.name(),
                LinearProjection.of(mean, basis),
                List.of(
                        new Cluster("dark", new float[] {-1, 0}, 1, 0, List.of()),
                        new Cluster("bright", new float[] {1, 0}, 1, 0, List.of())),
                null);
    }

    @Override
    public void close() {
        platform.close();
        images.close();
        store.close();
    }
}
