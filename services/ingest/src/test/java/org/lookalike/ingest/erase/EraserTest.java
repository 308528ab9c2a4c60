package org.lookalike.ingest.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.lookalike.imaging.store.InMemoryImageStore;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.schemas.Sha256;

final class EraserTest {
    private final InMemoryImageStore store = new InMemoryImageStore();
    private final Eraser eraser = new Eraser(store);

    @Test
    void removesTheBytesOfADeletedImageAlone() {
        put("a");
        put("b");

        eraser.handle(List.of(record("a", null, Instant.now().plusSeconds(1))));

        assertThat(store.list("a")).isEmpty();
        assertThat(store.list("b")).hasSize(1);
    }

    @Test
    void leavesAloneWhatWasPublishedAnewSince() {
        put("a");

        eraser.handle(List.of(record("a", null, Instant.now().minusSeconds(60))));

        assertThat(store.list("a")).hasSize(1);
    }

    @Test
    void passesOverEverythingElse() {
        put("a");
        Instant later = Instant.now().plusSeconds(1);

        eraser.handle(List.of(record("a", new byte[] {1, 2, 3}, later), record(null, null, later)));

        assertThat(store.list("a")).hasSize(1);
    }

    private void put(String id) {
        store.put(id, Sha256.of(TestUploads.png(1)), TestUploads.png(1));
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value, Instant at) {
        return new ConsumerRecord<>(
                "images.arrived",
                0,
                0,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
