package org.lookalike.intake.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.events.ImageArrived;
import org.lookalike.intake.fixture.AcceptorFixture;
import org.lookalike.intake.fixture.TestExif;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Urgency;

final class ImageAcceptorTest {
    private final AcceptorFixture fixture = new AcceptorFixture();

    @Test
    void announcesEverythingThatIsKnownOfAnImage() {
        byte[] png = TestUploads.png(1);
        Instant capturedAt = Instant.parse("2026-11-20T08:00:00Z");

        Accepted accepted = fixture.acceptor.accept(
                new Submission(png, "a/b", "line 7", capturedAt, Map.of("station", "7"), Urgency.LIVE));

        ImageArrived event = fixture.arrived(accepted.message());
        assertThat(accepted.message().key()).asString().isEqualTo("a/b");
        assertThat(event.getImageId()).isEqualTo("a/b");
        assertThat(event.getSource()).isEqualTo("line 7");
        assertThat(event.getSha256()).isEqualTo(Sha256.of(png));
        assertThat(event.getSizeBytes()).isEqualTo(png.length);
        assertThat(event.getMediaType()).isEqualTo("image/png");
        assertThat(event.getCapturedAt()).isEqualTo(capturedAt);
        assertThat(event.getArrivedAt()).isEqualTo(AcceptorFixture.NOW);
        assertThat(event.getAttributes()).isEqualTo(Map.of("station", "7"));
        assertThat(event.getInline()).isNull();
        assertThat(fixture.store.get(URI.create(event.getUri()), 4096)).isEqualTo(png);
    }

    @Test
    void takesTheDateOfExifUnlessThePublisherNamesOne() {
        byte[] png = TestExif.png(TestUploads.png(1), TestExif.block("2026:07:01 12:30:45", "", "+02:00"));
        Instant named = Instant.parse("2026-11-20T08:00:00Z");

        assertThat(fixture.acceptor.accept(image(png, "a")).event().getCapturedAt())
                .isEqualTo(Instant.parse("2026-07-01T10:30:45Z"));
        assertThat(fixture.acceptor
                        .accept(new Submission(png, "a", "line", named, Map.of(), Urgency.LIVE))
                        .event()
                        .getCapturedAt())
                .isEqualTo(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T11:15:30+01:00",
                "2026-11-21T11:15:30+0100",
                "2026-11-21T11:15:30+01",
                "2026-11-21T10:15:30Z",
                "2026-11-21t10:15:30z"
            })
    void readsDatesWithEveryOffsetOfIso8601(String text) {
        assertThat(FieldRules.capturedAt(text)).isEqualTo(Instant.parse("2026-11-21T10:15:30Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T11:15:30", "2026-11-21T11:15:30+1", "2026-02-30T11:15:30Z", "2026-11-21"})
    void refusesDatesWithoutOffsetAndThoseThatAreNone(String text) {
        assertThatThrownBy(() -> FieldRules.capturedAt(text)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void namesAnImageWithoutIdByItsBytes() {
        byte[] png = TestUploads.png(2);

        assertThat(fixture.acceptor.accept(image(png, null)).event().getImageId())
                .isEqualTo(Sha256.of(png));
    }

    @Test
    void sendsSmallImagesInline() {
        byte[] png = TestUploads.png(3);

        try (AcceptorFixture inline = new AcceptorFixture(true, png.length)) {
            Accepted accepted = inline.acceptor.accept(image(png, "a"));
            assertThat(inline.arrived(accepted.message()).getInline()).isEqualTo(ByteBuffer.wrap(png));
        }
    }

    @Test
    void refusesTextAndStoresNothing() {
        assertThatThrownBy(() -> fixture.acceptor.accept(image(TestUploads.text(), "a")))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_IS_TEXT));
        assertThat(fixture.store.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb"})
    void refusesIdsThatBreakTheRules(String id) {
        assertInvalid(image(TestUploads.png(1), id));
    }

    @Test
    void refusesTooManyAttributes() {
        Map<String, String> attributes =
                IntStream.rangeClosed(0, 32).boxed().collect(Collectors.toMap(n -> "a" + n, n -> "v"));

        assertInvalid(new Submission(TestUploads.png(1), "a", "s", null, attributes, Urgency.LIVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "ünï"})
    void refusesAttributeNamesThatBreakTheRules(String name) {
        assertInvalid(new Submission(TestUploads.png(1), "a", "s", null, Map.of(name, "v"), Urgency.LIVE));
    }

    @Test
    void refusesLongAttributeValues() {
        assertInvalid(new Submission(TestUploads.png(1), "a", "s", null, Map.of("k", "v".repeat(257)), Urgency.LIVE));
    }

    @Test
    void refusesDatesThatNoEventCanCarry() {
        assertInvalid(new Submission(TestUploads.png(1), "a", "s", Instant.MAX, Map.of(), Urgency.LIVE));
    }

    @Test
    void refusesWhatTheStoreWouldRefuseLater() {
        assertInvalid(image(TestUploads.png(1), "検".repeat(171)));
        assertInvalid(new Submission(TestUploads.png(1), "a", "線".repeat(128), null, Map.of(), Urgency.LIVE));
        assertInvalid(new Submission(TestUploads.png(1), "a", "s", null, Map.of("k", "a\nb"), Urgency.LIVE));
        assertInvalid(new Submission(TestUploads.png(1), "a", "s", null, Map.of("k", "\ud83d"), Urgency.LIVE));
        Map<String, String> together =
                IntStream.range(0, 32).boxed().collect(Collectors.toMap(n -> "a" + n, n -> "線".repeat(256)));
        assertInvalid(new Submission(TestUploads.png(1), "a", "s", null, together, Urgency.LIVE));
        assertThat(fixture.store.size()).isZero();
    }

    @Test
    void keepsThoseFieldsOfARefusedImageThatKeepTheRules() {
        Instant capturedAt = Instant.parse("2026-11-20T08:00:00Z");

        Refusal.Image kept = fixture.acceptor.storeRefused(new Submission(
                TestUploads.text(), "a", "s", capturedAt, Map.of("station", "7", "k", "a\nb"), Urgency.LIVE));

        assertThat(kept.capturedAt()).isEqualTo(capturedAt);
        assertThat(kept.attributes()).isEqualTo(Map.of("station", "7"));
    }

    @Test
    void anOutageOfTheStoreIsNoRefusal() {
        fixture.store.setDown(true);

        assertThatThrownBy(() -> fixture.acceptor.accept(image(TestUploads.png(1), "a")))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void keepsTheBytesOfARefusedImageUnderItsId() {
        Refusal.Image kept = fixture.acceptor.storeRefused(image(TestUploads.text(), "a"));

        assertThat(kept.id()).isEqualTo("a");
        assertThat(fixture.store.list("a")).extracting(URI::toString).containsExactly(kept.uri());
    }

    @Test
    void keepsTheBytesOfAnImageWithoutASoundId() {
        Refusal.Image kept = fixture.acceptor.storeRefused(image(TestUploads.png(1), "a\nb"));

        assertThat(kept.id()).isNull();
        assertThat(fixture.store.get(URI.create(String.valueOf(kept.uri())), 4096))
                .isEqualTo(TestUploads.png(1));
    }

    private static Submission image(byte[] bytes, String id) {
        return new Submission(bytes, id, "camera", null, Map.of(), Urgency.LIVE);
    }

    private void assertInvalid(Submission submission) {
        assertThatThrownBy(() -> fixture.acceptor.accept(submission))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_FIELD));
    }
}
