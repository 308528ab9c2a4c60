package org.lookalike.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.provision.process.FreePorts;
import org.lookalike.provision.process.StartFailure;

@Timeout(120)
class EmbeddedKafkaIT {

    private static final String TOPIC = "pictures";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    @TempDir
    Path folder;

    @Test
    void keepsRecordsAndCommittedOffsetsOverRestartsOnTheSamePort() throws Exception {
        int port;
        try (EmbeddedKafka first = EmbeddedKafka.start(folder, 0)) {
            port = first.port();
            createTopic(first);
            publish(first, "one", "two", "three");
            try (var consumer = consumer(first)) {
                consumer.subscribe(List.of(TOPIC));
                assertThat(read(consumer, 3)).containsExactly("one", "two", "three");
                consumer.commitSync();
            }
        }

        try (EmbeddedKafka second = EmbeddedKafka.start(folder, port)) {
            publish(second, "four");
            try (var consumer = consumer(second)) {
                consumer.subscribe(List.of(TOPIC));
                assertThat(read(consumer, 1)).containsExactly("four");
            }
        }
    }

    @Test
    void movesToAnotherPortWithItsData() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(folder, 0)) {
            createTopic(first);
            publish(first, "one");
        }

        try (EmbeddedKafka second = EmbeddedKafka.start(folder, 0);
                var consumer = consumer(second)) {
            consumer.subscribe(List.of(TOPIC));
            assertThat(read(consumer, 1)).containsExactly("one");
        }
    }

    @Test
    void tellsTheClientsOfAFurtherListenerAnotherPort() throws Exception {
        int listener = FreePorts.one();
        int told = FreePorts.one();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(
                        folder, told, EmbeddedKafka.DEFAULT_MAX_MESSAGE_BYTES, Map.of(listener, told));
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + listener))) {
            assertThat(kafka.port()).isEqualTo(told);

            assertThat(admin.describeCluster().controller().get().port()).isEqualTo(told);
        }
    }

    @Test
    void runsBesideAnotherInTheSameJvm() throws Exception {
        try (EmbeddedKafka left = EmbeddedKafka.start(folder.resolve("left"), 0);
                EmbeddedKafka right = EmbeddedKafka.start(folder.resolve("right"), 0);
                Admin leftAdmin = Admin.create(Map.<String, Object>of("bootstrap.servers", left.bootstrapServers()));
                Admin rightAdmin =
                        Admin.create(Map.<String, Object>of("bootstrap.servers", right.bootstrapServers()))) {
            createTopic(left);

            assertThat(leftAdmin.listTopics().names().get()).containsExactly(TOPIC);
            assertThat(rightAdmin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void commitsTransactionsWithTheirOffsets() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
                var producer = producer(kafka, Map.of("transactional.id", "embedder-1"));
                var consumer = consumer(kafka)) {
            createTopic(kafka);
            producer.initTransactions();
            producer.beginTransaction();
            var aborted = producer.send(new ProducerRecord<>(TOPIC, "aborted"));
            producer.flush();
            assertThat(aborted).isDone();
            producer.abortTransaction();
            producer.beginTransaction();
            var kept = producer.send(new ProducerRecord<>(TOPIC, "kept"));
            producer.sendOffsetsToTransaction(
                    Map.of(PARTITION, new org.apache.kafka.clients.consumer.OffsetAndMetadata(1)),
                    consumer.groupMetadata());
            producer.commitTransaction();
            assertThat(kept.get().topic()).isEqualTo(TOPIC);

            consumer.assign(List.of(PARTITION));
            assertThat(consumer.committed(java.util.Set.of(PARTITION))
                            .get(PARTITION)
                            .offset())
                    .isEqualTo(1);
            consumer.seekToBeginning(List.of(PARTITION));
            assertThat(read(consumer, 1)).containsExactly("kept");
        }
    }

    @Test
    void createsNoTopicByAccident() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() ->
                            admin.describeTopics(List.of(TOPIC)).allTopicNames().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void takesRecordsOfSeveralMegabytes() throws Exception {
        String large = "x".repeat(5 << 20);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
                var consumer = consumer(kafka)) {
            createTopic(kafka);
            publish(kafka, large);
            consumer.subscribe(List.of(TOPIC));
            assertThat(read(consumer, 1)).first().asString().hasSize(large.length());
        }
    }

    @Test
    void refusesAPortInUse() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("first"), 0)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("second"), kafka.port()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + kafka.port());
        }
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void publish(EmbeddedKafka kafka, String... values) throws Exception {
        try (var producer = producer(kafka, Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
            }
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka, Map<String, Object> extra) {
        Map<String, Object> settings = new java.util.HashMap<>(extra);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("max.request.size", 16 << 20);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "group.id", "readers",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false,
                "isolation.level", "read_committed");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            return values.size() >= count;
        });
        return values;
    }
}
