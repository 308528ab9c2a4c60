package org.lookalike.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.Stage;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.kafka.TopicAdmin;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.Topic;
import org.lookalike.testkit.TestKafka;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs({"Outage outage: out of reach", "a defect ended loop loop-", "Outage outage: loop-"})
final class LoopGroupIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String name = "loop-" + UUID.randomUUID();
    private final Topic<byte[]> topic =
            new Topic<>(name, byte[].class, 2, new Topic.Cleanup.After(Duration.ofHours(1)), 1 << 20);
    private final Subscription subscription = Subscription.inOrder(Stage.EMBED, topic, name, 10);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Health health = new Health();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final BatchHandler handler = batch -> {
        batch.forEach(this::note);
        return BatchResult.none();
    };
    private Platform platform;

    @BeforeEach
    void start() {
        KafkaConfig config = new KafkaConfig(TestKafka.bootstrapServers(), "mock://" + name, true, Map.of());
        try (Admin admin = new KafkaClients(config).admin("test")) {
            new TopicAdmin(admin).create(List.of(topic), Optional.empty());
        }
        platform = new Platform("test", config, metrics, health);
        platform.whenFailed(() -> failed.set(true));
        platform.start();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void aLoopThatStartsWhileTheServiceRunsReadsFromTheBeginning() {
        produce("a");
        platform.loops().start(name, subscription, handler);

        await().atMost(LIMIT).until(() -> handled.contains("a"));
        assertThat(platform.loops().names()).containsExactly(name);
    }

    @Test
    void aLoopThatWasStoppedLeavesNothingBehind() {
        platform.loops().start(name, subscription, batch -> {
            batch.forEach(this::note);
            throw new TransientFailure("out of reach");
        });
        produce("a");
        await().atMost(LIMIT).until(() -> health.reasons().containsKey(name));
        assertThat(metrics.find("lookalike.batch").tag("loop", name).timers()).hasSize(1);
        assertThat(metrics.find("kafka.producer.record.send.total").meters()).isNotEmpty();
        assertThat(metrics.find("kafka.consumer.fetch.manager.records.consumed.total")
                        .meters())
                .isNotEmpty();

        platform.loops().stop(name);

        await().atMost(LIMIT).until(() -> platform.loops().names().isEmpty());
        assertThat(metrics.getMeters()).isEmpty();
        assertThat(health.reasons()).isEmpty();
        assertThat(failed).isFalse();
    }

    @Test
    void aLoopThatIsStartedAgainResumesFromTheCommittedOffsets() {
        produce("a");
        platform.loops().start(name, subscription, handler);
        await().atMost(LIMIT).until(() -> handled.contains("a"));
        platform.loops().stop(name);
        await().atMost(LIMIT).until(() -> platform.loops().names().isEmpty());
        handled.clear();

        produce("b");
        platform.loops().start(name, subscription, handler);

        await().atMost(LIMIT).until(() -> handled.contains("b"));
        assertThat(handled).containsExactly("b");
    }

    @Test
    void aDefectOfOneLoopStopsNeitherTheOthersNorItselfForGood() {
        AtomicBoolean defect = new AtomicBoolean(true);
        Set<String> repaired = ConcurrentHashMap.newKeySet();
        produce("a");
        platform.loops().start(name, Subscription.inOrder(Stage.EMBED, topic, name + "-defect", 10), batch -> {
            if (defect.get()) {
                throw new IllegalStateException("a defect");
            }
            batch.forEach(record -> repaired.add(new String(record.value(), StandardCharsets.UTF_8)));
            return BatchResult.none();
        });
        await().atMost(LIMIT).until(() -> health.reasons().containsKey(name + ".defect"));

        platform.loops().start("other-" + name, subscription, handler);
        await().atMost(LIMIT).until(() -> handled.contains("a"));
        assertThat(failed).isFalse();

        defect.set(false);
        await().atMost(LIMIT)
                .until(() -> repaired.contains("a") && health.reasons().isEmpty());
    }

    @Test
    void noLoopStartsOnceTheServiceEnds() {
        platform.close();

        platform.loops().start(name, subscription, handler);

        assertThat(platform.loops().names()).isEmpty();
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        handled.add(new String(record.value(), StandardCharsets.UTF_8));
    }

    private void produce(String value) {
        try (Producer<byte[], byte[]> producer = platform.clients().producer("feeder")) {
            assertThat(producer.send(new ProducerRecord<>(topic.name(), value.getBytes(StandardCharsets.UTF_8))))
                    .succeedsWithin(LIMIT);
        }
    }
}
