package org.lookalike.client;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.testkit.TinyPictures;
import org.lookalike.vectorstore.InMemoryVectorStore;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.spaces.Space;

/** The real query service on a real broker and registry, with pictures p0 to p19 in a store in memory. */
final class RunningService implements AutoCloseable {
    static final int PICTURES = 20;
    static final String FOREIGN_TOPIC = "payroll";

    final PixelEncoder encoder = new PixelEncoder();
    final Space space = Space.raw(encoder.id(), encoder.dimensions());
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
        QueryConfig config =
                Settings.read(List.of(), Map.of(), QueryConfig::from).config();
        Query.assemble(config, platform, encoder, images, store);
        platform.start();
    }

    static byte[] picture(int number) {
        return TinyPictures.png(number, 32, 32);
    }

    SearchClientConfig clientConfig() {
        return SearchClientConfig.at(TestKafka.bootstrapServers(), TestRegistry.url());
    }

    private void index() {
        store.ensureCollection(space.collection(), space.dimensions());
        List<VectorRow> rows = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] picture = picture(i);
            rows.add(new VectorRow(
                    "p" + i, encoder.features(picture), "line-7", Instant.EPOCH, "", Sha256.of(picture), Map.of()));
        }
        store.upsert(space.collection(), rows);
    }

    @Override
    public void close() {
        platform.close();
        images.close();
        store.close();
    }
}
