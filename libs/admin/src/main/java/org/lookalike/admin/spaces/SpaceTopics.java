package org.lookalike.admin.spaces;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.admin.topic.EventScanner;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.Alert;
import org.lookalike.events.ClusterEvent;
import org.lookalike.events.RefitReport;
import org.lookalike.events.SpaceDefined;
import org.lookalike.labels.LabelFeed;
import org.lookalike.labels.Labels;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;

/** The topics {@code spaces}, {@code refits}, {@code clusters}, {@code labels} and {@code alerts} of one system. */
public final class SpaceTopics implements AutoCloseable {
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final SpaceRecords records;
    private final TopicScanner topics;
    private final EventScanner events;
    private final Consumer<String> problems;

    /** @param problems called with one sentence for each record that cannot be read */
    public SpaceTopics(KafkaConfig kafka, Consumer<String> problems) {
        this.clients = new KafkaClients(kafka);
        this.codec = new AvroCodec(kafka.registryUrl(), kafka.autoRegisterSchemas());
        this.records = new SpaceRecords(codec, InstantSource.system());
        this.topics = new TopicScanner(clients);
        this.events = new EventScanner(topics, codec, problems);
        this.problems = problems;
    }

    /** What the topic of spaces says now. */
    public SpaceHistory history() {
        History read = new History();
        topics.all(Topics.SPACES, read::accept);
        return new SpaceHistory(read.spaces, read.definedAt);
    }

    /** Every refit's report, the oldest first. */
    public List<RefitReport> refits() {
        return events.all(Topics.REFITS).stream()
                .sorted(Comparator.comparing(RefitReport::getAt))
                .toList();
    }

    /** What a refit made of its clusters. */
    public List<ClusterEvent> clustersOf(String spaceId) {
        return events.all(Topics.CLUSTERS).stream()
                .filter(event -> spaceId.equals(event.getSpaceId()))
                .toList();
    }

    /** What the topic of labels says now. */
    public Labels labels() {
        return LabelFeed.read(clients, codec);
    }

    /** Every alert, the oldest first. */
    public List<Alert> alerts() {
        return events.all(Topics.ALERTS).stream()
                .sorted(Comparator.comparing(Alert::getAt))
                .toList();
    }

    /** Every alert, and then whatever comes, until the thread is interrupted. */
    public void followAlerts(Consumer<Alert> each, Runnable caughtUp) {
        events.follow(Topics.ALERTS, each, caughtUp);
    }

    /**
     * Publishes one fact about spaces, and returns when the broker has it.
     *
     * @throws TransientFailure if the broker does not take it
     */
    void publish(Function<SpaceRecords, ProducerRecord<byte[], byte[]>> fact) {
        try (var producer = clients.producer("lookalike-spaces")) {
            new RecordSender(producer).send(fact.apply(records));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while publishing", e);
        }
    }

    @Override
    public void close() {
        codec.close();
    }

    private final class History {
        private final Map<String, Instant> definedAt = new HashMap<>();
        private Spaces spaces = Spaces.none();

        private void accept(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null) {
                return;
            }
            try {
                spaces = records.apply(spaces, record.value());
                var event = codec.decode(Topics.SPACES, record.value());
                if (event.getEvent() instanceof SpaceDefined defined) {
                    definedAt.putIfAbsent(defined.getSpaceId(), event.getAt());
                }
            } catch (PermanentFailure e) {
                problems.accept("skipped %s@%d: %s".formatted(record.topic(), record.offset(), e.getMessage()));
            }
        }
    }
}
