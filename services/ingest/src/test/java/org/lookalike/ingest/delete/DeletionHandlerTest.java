package org.lookalike.ingest.delete;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageDeletion;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

final class DeletionHandlerTest {
    private final AvroCodec codec = new AvroCodec("mock://deletions", true);
    private final DeletionHandler handler = new DeletionHandler(codec);

    @Test
    void writesATombstoneWithoutAPartitionOfItsOwn() {
        BatchResult result =
                handler.handle(List.of(record("a", null), record(null, request("b")), record("c", request("c"))));

        assertThat(result.outputs()).allSatisfy(tombstone -> {
            assertThat(tombstone.topic()).isEqualTo("images.arrived");
            assertThat(tombstone.partition()).isNull();
            assertThat(tombstone.value()).isNull();
        });
        assertThat(result.outputs())
                .extracting(tombstone -> Records.text(tombstone.key()))
                .containsExactly("a", "b", "c");
    }

    @Test
    void refusesWhatNamesNoPictureAlone() {
        BatchResult result = handler.handle(List.of(
                record(null, null),
                record("x".repeat(257), null),
                record("a", request("b")),
                record("a", new byte[] {1, 2, 3}),
                record("good", null)));

        assertThat(result.refusals())
                .extracting(refusal -> refusal.failure().code())
                .containsExactly(
                        ErrorCode.INVALID_FIELD,
                        ErrorCode.INVALID_FIELD,
                        ErrorCode.INVALID_FIELD,
                        ErrorCode.MALFORMED_RECORD);
        assertThat(result.outputs()).hasSize(1);
    }

    private byte[] request(String id) {
        return codec.encode(
                Topics.IMAGES_DELETIONS,
                ImageDeletion.newBuilder().setImageId(id).setBy("night shift").build());
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>("images.deletions", 5, 7, key == null ? null : Records.key(key), value);
    }
}
