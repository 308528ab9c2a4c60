package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.intake.accept.Submission;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;
import org.lookalike.schemas.Urgency;
import org.lookalike.testkit.TestImages;
import org.lookalike.vectorstore.VectorRow;

/** Whatever the door accepts, the store accepts: an image that was answered with 202 can be indexed. */
class DoorAndStoreTest {
    private static final int SUBMISSIONS = 3_000;
    private static final List<String> PIECES =
            List.of("a", "x", "7", "-", " ", "ü", "検", "線", "\ud83d\ude00", "\ud83d", "\n", "\u0085", "'", "\"", "\\");

    @TempDir
    private Path folder;

    @Test
    void whateverTheDoorAcceptsTheStoreAccepts() {
        Random random = new Random(14);
        byte[] image = TestImages.png(1, 8, 8);
        int accepted = 0;
        try (AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
                ImageStore store = ImageStores.open(
                        new ImageStoreConfig(ImageStoreConfig.Kind.FOLDER, folder.resolve("images"), false, null))) {
            ImageAcceptor acceptor = new ImageAcceptor(
                    new HeaderValidator(DecodeLimits.defaults()),
                    new ExifDates(ExifDateConfig.defaults()),
                    store,
                    new Records(codec),
                    Instant::now,
                    0);
            for (int i = 0; i < SUBMISSIONS; i++) {
                Submission submission = submission(random, image);
                try {
                    byte[] value = acceptor.accept(submission).message().value();
                    ImageArrived event = codec.decode(Topics.IMAGES_ARRIVED, value);
                    assertThatCode(() -> row(event)).as(submission.toString()).doesNotThrowAnyException();
                    assertThat(event.getImageId()).isEqualTo(submission.imageId());
                    assertThat(event.getAttributes()).isEqualTo(submission.attributes());
                    accepted++;
                } catch (PermanentFailure e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
                }
            }
        }
        assertThat(accepted).isBetween(SUBMISSIONS / 20, SUBMISSIONS * 19 / 20);
    }

    private static VectorRow row(ImageArrived event) {
        Instant captured = event.getCapturedAt();
        return new VectorRow(
                event.getImageId(),
                new float[] {1, 0},
                event.getSource(),
                captured == null ? event.getArrivedAt() : captured,
                event.getUri(),
                event.getSha256(),
                event.getAttributes());
    }

    private static Submission submission(Random random, byte[] image) {
        Map<String, String> attributes = new HashMap<>();
        int count = random.nextInt(4) == 0 ? random.nextInt(34) : random.nextInt(3);
        for (int i = 0; i < count; i++) {
            attributes.put("key-" + i, text(random, 260));
        }
        Instant capturedAt = random.nextBoolean()
                ? null
                : Instant.ofEpochSecond(random.nextLong(-63_000_000_000L, 260_000_000_000L));
        return new Submission(image, text(random, 270), text(random, 140), capturedAt, attributes, Urgency.LIVE);
    }

    /** A text around the limits, of one kind of character and now and then a few others. */
    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        String main = PIECES.get(random.nextInt(9));
        int length = random.nextInt(4) == 0 ? random.nextInt(most) : random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(400) == 0 ? PIECES.get(random.nextInt(PIECES.size())) : main);
        }
        return text.toString();
    }
}
