package org.lookalike.spaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.SpaceDefined;
import org.lookalike.events.SpaceEvent;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

final class SpaceRecordsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private final AvroCodec codec = new AvroCodec("mock://space-records", true);
    private final SpaceRecords records = new SpaceRecords(codec, InstantSource.fixed(NOON));

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void aSpaceComesBackWhole() {
        Space space = TestTinySpaces.fitted(0.5f);
        ProducerRecord<byte[], byte[]> record = records.of(space);

        Space back =
                records.apply(Spaces.none(), record.value()).find(space.id()).orElseThrow();

        assertThat(Records.text(record.key())).isEqualTo(space.id() + "/definition");
        assertThat(back.projection()).isEqualTo(space.projection());
        assertThat(back.clusters()).isEqualTo(space.clusters());
        assertThat(back.novelty()).isEqualTo(space.novelty());
        assertThat(back.place(new float[] {2, 5, 9}).vector())
                .isEqualTo(space.place(new float[] {2, 5, 9}).vector());
    }

    @Test
    void howASpaceWasWhitenedComesBack() {
        LinearProjection plain = TestTinySpaces.fitted(0.5f).projection().orElseThrow();
        Space space = Space.fitted(
                TestTinySpaces.ENCODER, "vectors", plain.whitenedBy(new Neighbourhood(10, 0.5)), List.of(), null);

        Space back = records.apply(Spaces.none(), records.of(space).value())
                .find(space.id())
                .orElseThrow();

        assertThat(back.projection()).isEqualTo(space.projection()).isNotEqualTo(Optional.of(plain));
        assertThat(back.kind()).isEqualTo(SpaceKind.NEIGHBOURS);
        assertThat(TestTinySpaces.fitted(0.5f).kind()).isEqualTo(SpaceKind.PRINCIPAL);
        assertThat(TestTinySpaces.raw().kind()).isEqualTo(SpaceKind.RAW);
    }

    @Test
    void generationsAndActivationsComeBackWhole() {
        Space space = TestTinySpaces.fitted(0.5f);
        Generation ready = Generation.ready(space.id(), 12, "0a1b", NOON);
        Activation activation =
                new Activation(space.id(), "operator", "a better fit", NOON, Set.of(space.id(), "older"));

        Spaces spaces = records.apply(
                records.apply(
                        records.apply(Spaces.none(), records.of(space).value()),
                        records.of(ready).value()),
                records.of(activation).value());

        assertThat(spaces.generation(space.id())).isEqualTo(ready);
        assertThat(spaces.activation()).contains(activation);
        assertThat(spaces.find(space.id()).orElseThrow().incarnation()).isEqualTo("0a1b");
    }

    @Test
    void aSpaceUnderAnotherSpacesIdIsRefused() {
        Space space = TestTinySpaces.fitted(0.5f);
        SpaceEvent honest = codec.decode(Topics.SPACES, records.of(space).value());
        SpaceEvent forged = SpaceEvent.newBuilder(honest)
                .setEvent(SpaceDefined.newBuilder((SpaceDefined) honest.getEvent())
                        .setSpaceId("000000000000")
                        .build())
                .build();

        assertThatThrownBy(() -> records.apply(Spaces.none(), codec.encode(Topics.SPACES, forged)))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_FIELD))
                .hasMessageContaining("000000000000")
                .hasMessageContaining(space.id());
    }
}
