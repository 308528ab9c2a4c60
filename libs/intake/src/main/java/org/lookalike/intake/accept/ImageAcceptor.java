package org.lookalike.intake.accept;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageArrived;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ImageFields;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.schemas.Urgency;

/**
 * Accepts images: validates an image and its fields, stores the bytes and makes the event. Every entry point uses it, so
 * that images are treated alike wherever they come from. Idempotent. Thread-safe.
 */
public final class ImageAcceptor {
    private final HeaderValidator validator;
    private final ExifDates exifDates;
    private final ImageStore store;
    private final Records records;
    private final InstantSource clock;
    private final long inlineMaxBytes;

    /**
     * @param exifDates tells when an image was taken whose publisher does not
     * @param store remains the caller's to close
     * @param inlineMaxBytes images up to this many bytes also travel in the event; 0 for none
     */
    public ImageAcceptor(
            HeaderValidator validator,
            ExifDates exifDates,
            ImageStore store,
            Records records,
            InstantSource clock,
            long inlineMaxBytes) {
        this.validator = validator;
        this.exifDates = exifDates;
        this.store = store;
        this.records = records;
        this.clock = clock;
        this.inlineMaxBytes = inlineMaxBytes;
    }

    /**
     * Accepts an image; the caller publishes the message.
     *
     * @throws org.lookalike.platform.failure.PermanentFailure if the image or a field is refused; nothing was stored
     * @throws org.lookalike.platform.failure.TransientFailure if the store or the registry does not answer
     */
    public Accepted accept(Submission submission) {
        FieldRules.check(submission);
        byte[] bytes = submission.bytes();
        String mediaType = validator.check(bytes);
        String sha256 = Sha256.of(bytes);
        String imageId = submission.imageId() == null ? sha256 : submission.imageId();
        URI uri = store.put(imageId, sha256, bytes);
        FieldRules.refuse(ImageFields.problemWithUri(uri.toString()));
        Instant now = clock.instant();
        ImageArrived event = ImageArrived.newBuilder()
                .setImageId(imageId)
                .setUri(uri.toString())
                .setSha256(sha256)
                .setSizeBytes(bytes.length)
                .setMediaType(mediaType)
                .setSource(submission.source())
                .setCapturedAt(capturedAt(submission, now))
                .setArrivedAt(now)
                .setAttributes(submission.attributes())
                .setInline(bytes.length <= inlineMaxBytes ? ByteBuffer.wrap(bytes) : null)
                .build();
        ProducerRecord<byte[], byte[]> message = records.of(Topics.IMAGES_ARRIVED, imageId, event);
        message.headers().add(Urgency.HEADER, submission.urgency().bytes());
        return new Accepted(event, message);
    }

    /**
     * Stores the bytes of a refused image, so that it can be replayed. They are stored under its id if that is valid:
     * deleting the image deletes them, too.
     *
     * @return what the quarantine record says about the image
     * @throws org.lookalike.platform.failure.TransientFailure if the store does not answer
     */
    public Refusal.Image storeRefused(Submission submission) {
        String sha256 = Sha256.of(submission.bytes());
        String imageId = validId(submission, sha256);
        URI uri = store.put(imageId == null ? sha256 : imageId, sha256, submission.bytes());
        return new Refusal.Image(
                imageId,
                uri.toString(),
                validSource(submission.source()),
                FieldRules.sound(submission.capturedAt()),
                FieldRules.sound(submission.attributes()));
    }

    private @Nullable Instant capturedAt(Submission submission, Instant now) {
        return submission.capturedAt() == null
                ? exifDates
                        .read(submission.bytes(), now)
                        .map(CaptureDate::instant)
                        .orElse(null)
                : submission.capturedAt();
    }

    private static @Nullable String validId(Submission submission, String sha256) {
        String given = submission.imageId();
        if (given == null) {
            return sha256;
        }
        return ImageIds.problemWithId(given) == null ? given : null;
    }

    private static @Nullable String validSource(String source) {
        return ImageIds.problemWithSource(source) == null ? source : null;
    }
}
