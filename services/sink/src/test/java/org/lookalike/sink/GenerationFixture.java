package org.lookalike.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.GenerationChanged;
import org.lookalike.events.SpaceEvent;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.TestMilvus;
import org.lookalike.testkit.TestRegistry;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;

/** The shared broker with empty topics, and an encoder that no other test has. */
final class GenerationFixture implements AutoCloseable {
    static final int FEATURES = 16;
    static final int DIMENSIONS = 8;

    final String encoder = hex();
    final Space raw = Space.raw(encoder, FEATURES);
    final VectorStore store =
            VectorStores.open(VectorStoreConfig.at(TestMilvus.lite().uri()));
    private final OwnedResources resources = new OwnedResources();
    private final KafkaConfig kafka;
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final SpaceRecords spaceRecords;
    private final Producer<byte[], byte[]> producer;
    private final Random random = new Random(3);

    GenerationFixture() {
        kafka = new KafkaConfig(TestKafka.bootstrapServers(), TestRegistry.url(), true, Map.of());
        clients = new KafkaClients(kafka);
        try (Admin admin = clients.admin("test")) {
            deleteTopics(admin);
            new TopicAdmin(admin).create(Topics.all(), Optional.of((short) 1));
        }
        codec = resources.own(new AvroCodec(TestRegistry.url(), true));
        spaceRecords = new SpaceRecords(codec, InstantSource.system());
        producer = resources.own(clients.producer("test"));
        resources.own(store);
        resources.own(new FakeAudit(clients, codec, producer, store));
    }

    /** Deletes what earlier tests published: one of their spaces would be active otherwise. */
    private static void deleteTopics(Admin admin) {
        Set<String> topics = Topics.all().stream().map(Topic::name).collect(Collectors.toSet());
        topics.retainAll(existingTopics(admin));
        assertThat(admin.deleteTopics(topics).all().toCompletionStage()).succeedsWithin(Duration.ofSeconds(30));
        await().until(() -> Collections.disjoint(existingTopics(admin), topics));
    }

    private static Set<String> existingTopics(Admin admin) {
        return admin.listTopics()
                .names()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** An instance of the service. */
    Platform sink(String... more) {
        List<String> flags = new ArrayList<>(List.of(
                "--sink.batch.max-size=50", "--milvus.uri=" + TestMilvus.lite().uri()));
        flags.addAll(List.of(more));
        Platform platform = new Platform("sink", kafka, new SimpleMeterRegistry(), new Health());
        Sink.assemble(Settings.read(flags, Map.of(), SinkConfig::from).config(), platform);
        platform.start();
        return resources.own(platform);
    }

    /** A space of the fixture's encoder that no other call makes. */
    Space fitted() {
        return Space.fitted(
                encoder,
                "vectors",
                LinearProjection.of(values(FEATURES), values(FEATURES * DIMENSIONS)),
                List.of(),
                null);
    }

    void define(Space space) {
        send(spaceRecords.of(space));
    }

    /** Defines a space whose collection and group are those of the incarnation that it is in. */
    void defineInIncarnation(Space space) {
        define(space);
        store.createCollection(space.collection(), space.dimensions());
        send(spaceRecords.of(Generation.building(space.id(), space.incarnation(), false, "", Instant.now())));
    }

    /** The space in its present incarnation. */
    Space current(Space space) {
        return spaces().find(space.id()).orElseThrow();
    }

    RecordMetadata publish(String id) {
        return publish(id, encoder, values(FEATURES));
    }

    RecordMetadata publish(String id, String encoderId, float[] features) {
        return send(vector(
                id,
                codec.encode(
                        Topics.VECTORS,
                        TestVectorEvents.vector(id, features)
                                .setEncoderId(encoderId)
                                .build())));
    }

    void forget(String id) {
        send(vector(id, null));
    }

    /** Lets the group believe that it has written everything before the offset. */
    void pretendDone(Space space, RecordMetadata place) throws Exception {
        try (Admin admin = clients.admin("test")) {
            admin.alterConsumerGroupOffsets(
                            space.group("sink"),
                            Map.of(
                                    new TopicPartition(place.topic(), place.partition()),
                                    new OffsetAndMetadata(place.offset() + 1)))
                    .all()
                    .get();
        }
    }

    Spaces spaces() {
        return SpaceFeed.read(clients, codec);
    }

    /** Everything that was ever said of the space's generation. */
    List<GenerationChanged> generations(Space space) {
        List<GenerationChanged> said = new ArrayList<>();
        TopicPartition partition = new TopicPartition(Topics.SPACES.name(), 0);
        try (Consumer<byte[], byte[]> reader = clients.reader("test")) {
            reader.assign(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                reader.poll(Duration.ofMillis(100)).forEach(record -> {
                    SpaceEvent event = codec.decode(Topics.SPACES, record.value());
                    if (event.getEvent() instanceof GenerationChanged changed
                            && changed.getSpaceId().equals(space.id())) {
                        said.add(changed);
                    }
                });
            }
        }
        return said;
    }

    /** The ids that the space's collection holds; none where there is no collection. */
    Set<String> ids(Space space) {
        Set<String> ids = new TreeSet<>();
        try {
            store.forEachId(current(space).collection(), ids::add);
        } catch (PermanentFailure e) {
            return Set.of();
        }
        return ids;
    }

    VectorRow row(String id, float... vector) {
        return new VectorRow(id, vector, "test", TestVectorEvents.ARRIVED, "", "", Map.of());
    }

    float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    static String hex() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private static ProducerRecord<byte[], byte[]> vector(String id, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.VECTORS.name(), Records.key(id), value);
    }

    private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            var sent = producer.send(record);
            assertThat(sent).succeedsWithin(Duration.ofSeconds(30));
            return sent.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
