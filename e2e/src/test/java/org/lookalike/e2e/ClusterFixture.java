package org.lookalike.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.admin.topic.TopicSetup;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.embedded.registry.EmbeddedRegistry;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.Topics;

/** A broker, a registry and a full Milvus server that belong to one test alone, topics and schemas made. */
final class ClusterFixture implements AutoCloseable {
    /** A process that is killed is missed after two seconds, so that tests need not wait longer for its successor. */
    private static final String IMPATIENCE = "session.timeout.ms=2000\nheartbeat.interval.ms=500\n";

    private final OwnedResources resources = new OwnedResources();
    private final Path clientProperties;
    private final KafkaConfig kafka;
    private final EmbeddedMilvus milvus;

    ClusterFixture(Path folder) {
        clientProperties = folder.resolve("client.properties");
        try {
            Files.writeString(clientProperties, IMPATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EmbeddedKafka broker = resources.own(EmbeddedKafka.start(folder.resolve("kafka"), 0));
        EmbeddedRegistry registry = resources.own(EmbeddedRegistry.start(folder.resolve("registry"), 0));
        kafka = new KafkaConfig(broker.bootstrapServers(), registry.url(), false, Map.of());
        PythonEnvironment python =
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_SERVER, sentence -> {});
        milvus = resources.own(EmbeddedMilvus.server(python, folder.resolve("milvus"), 0));
        try (TopicSetup setup = new TopicSetup(kafka)) {
            setup.create(Topics.all(), Optional.of((short) 1));
        }
    }

    KafkaConfig kafka() {
        return kafka;
    }

    KafkaClients clients() {
        return new KafkaClients(kafka);
    }

    EmbeddedMilvus milvus() {
        return milvus;
    }

    /** The settings by which a service reaches the cluster. */
    List<String> flags() {
        return List.of(
                "--kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--registry.url=" + kafka.registryUrl(),
                "--kafka.client-properties-file=" + clientProperties);
    }

    @Override
    public void close() {
        resources.close();
    }
}
