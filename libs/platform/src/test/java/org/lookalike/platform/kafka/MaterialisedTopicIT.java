package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Topic;
import org.lookalike.testkit.TestKafka;

class MaterialisedTopicIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static KafkaClients clients;

    private final Topic<byte[]> topic = new Topic<>(
            "facts-" + UUID.randomUUID(), byte[].class, 1, new Topic.Cleanup.After(Duration.ofHours(1)), 1 << 20);
    private final TopicReducer<String> reducer =
            TopicReducer.of(topic, "", (state, record) -> state + new String(record.value(), StandardCharsets.UTF_8));

    @BeforeAll
    static void startBroker() {
        clients =
                new KafkaClients(new KafkaConfig(TestKafka.bootstrapServers(), "http://127.0.0.1:9", false, Map.of()));
    }

    @Test
    void readsATopicOnceToItsEnd() throws Exception {
        publish("a", "b", "c");

        assertThat(MaterialisedTopic.read(reducer, clients)).isEqualTo("abc");
    }

    @Test
    void isCurrentAtTheEndAndNotifiesListenersOfEachLaterChange() throws Exception {
        publish("a", "b");
        List<String> notified = new CopyOnWriteArrayList<>();
        MaterialisedTopic<String> materialised = new MaterialisedTopic<>(reducer, () -> clients.reader("materialised"));
        materialised.onChange(notified::add);
        Thread thread = new Thread(materialised, "materialised");
        thread.start();

        assertThat(materialised.awaitCurrent(LIMIT)).isEqualTo("ab");
        publish("c");
        await().atMost(LIMIT).until(() -> materialised.current().equals("abc"));
        thread.interrupt();
        thread.join(LIMIT.toMillis());

        assertThat(thread.isAlive()).isFalse();
        assertThat(notified).containsExactly("ab", "abc");
    }

    @Test
    void isEmptyBeforeItsStart() {
        MaterialisedTopic<String> materialised = new MaterialisedTopic<>(reducer, () -> clients.reader("materialised"));

        assertThat(materialised.current()).isEmpty();
        assertThatThrownBy(() -> materialised.awaitCurrent(Duration.ofMillis(1)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(topic.name());
    }

    private void publish(String... values) throws Exception {
        try (Admin admin = clients.admin("facts");
                Producer<byte[], byte[]> producer = clients.producer("facts")) {
            new TopicAdmin(admin).create(List.of(topic), Optional.empty());
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic.name(), value.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
    }
}
