package org.lookalike.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.embedded.kafka.EmbeddedKafka;
import org.lookalike.schemas.Topics;

class TopicAdminIT {
    @TempDir
    private Path data;

    @Test
    void createsWhatIsMissingAndTellsWhatDiffers() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data, 0);
                Admin admin = new KafkaClients(
                                new KafkaConfig(kafka.bootstrapServers(), "http://127.0.0.1:9", false, Map.of()))
                        .admin("topics")) {
            TopicAdmin topics = new TopicAdmin(admin);
            admin.createTopics(List.of(new NewTopic("vectors", Optional.of(1), Optional.empty())))
                    .all()
                    .get();

            assertThat(topics.differences(Topics.all()))
                    .hasSize(Topics.all().size() + 4)
                    .contains("topic images.inbox does not exist", "topic vectors has 1 partitions, catalogue 6")
                    .contains("topic vectors has cleanup.policy=delete, catalogue compact")
                    .contains("topic vectors has delete.retention.ms=86400000, catalogue 2419200000");
            assertThat(topics.create(Topics.all(), Optional.empty()))
                    .containsExactly(
                            "alerts",
                            "audits",
                            "clusters",
                            "images.arrived",
                            "images.deletions",
                            "images.inbox",
                            "images.quarantined",
                            "labels",
                            "map",
                            "refits",
                            "search.replies",
                            "search.requests",
                            "spaces");
            assertThat(topics.create(Topics.all(), Optional.empty())).isEmpty();
            assertThat(topics.differences(Topics.all())).allMatch(difference -> difference.contains("vectors"));

            assertThat(topics.correct(Topics.all()))
                    .contains("topic vectors had delete.retention.ms=86400000, has 2419200000");
            assertThat(topics.differences(Topics.all())).containsExactly("topic vectors has 1 partitions, catalogue 6");
        }
    }
}
