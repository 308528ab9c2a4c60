package org.lookalike.admin.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.Stage;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;

class RefusalReplayTest {
    private static final Instant TAKEN = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void aReplayKeepsSourceAttributesAndTheTimeOfCapture() {
        KafkaClients unused = new KafkaClients(new KafkaConfig("localhost:1", "mock://unused", false, Map.of()));
        byte[] bytes = "picture".getBytes(StandardCharsets.UTF_8);
        try (AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
                ImageStore store = ImageStores.open(
                        new ImageStoreConfig(ImageStoreConfig.Kind.FOLDER, folder.resolve("images"), false, null))) {
            URI uri = store.put("a", Sha256.of(bytes), bytes);
            ImageQuarantined refused = ImageQuarantined.newBuilder()
                    .setImageId("a")
                    .setStage(Stage.INGEST)
                    .setCode("IMAGE_CORRUPT")
                    .setReason("cut off")
                    .setUri(uri.toString())
                    .setSource("line 7")
                    .setQuarantinedAt(TAKEN)
                    .setCapturedAt(TAKEN)
                    .setAttributes(Map.of("station", "7"))
                    .build();

            var again = new RefusalReplay(new TopicScanner(unused), store, new Records(codec), 1 << 20).of(refused);

            ImageArrived event = codec.decode(Topics.IMAGES_ARRIVED, again.value());
            assertThat(event.getSource()).isEqualTo("line 7");
            assertThat(event.getCapturedAt()).isEqualTo(TAKEN);
            assertThat(event.getAttributes()).isEqualTo(Map.of("station", "7"));
        }
    }
}
