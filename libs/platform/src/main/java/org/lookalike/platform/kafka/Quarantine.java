package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.Stage;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets what cannot be processed aside, with its reason and with what is needed to try it again. Only makes the records:
 * the loop publishes them with everything else. Thread-safe.
 */
public final class Quarantine {
    private static final Logger LOGGER = LoggerFactory.getLogger(Quarantine.class);
    /** A refused record longer than this is not carried along; it lies behind its origin's offset or in the store. */
    private static final int MAX_ORIGIN_VALUE_BYTES = 1 << 20;

    private final Stage stage;
    private final Records records;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    public Quarantine(Stage stage, Records records, MeterRegistry metrics, InstantSource clock) {
        this.stage = stage;
        this.records = records;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * What is known of a refused image.
     *
     * @param imageId its id, or null where none could be read
     * @param uri where its bytes lie, or null
     * @param source who published it, or null
     */
    public record Image(
            @Nullable String imageId,
            @Nullable String uri,
            @Nullable String source) {}

    /** Sets a consumed record aside. */
    public ProducerRecord<byte[], byte[]> refuse(
            Image image, PermanentFailure failure, ConsumerRecord<byte[], byte[]> origin) {
        byte[] value = origin.value();
        boolean carried = value != null && value.length <= MAX_ORIGIN_VALUE_BYTES;
        return refuse(
                image,
                failure,
                ImageQuarantined.newBuilder()
                        .setOriginTopic(origin.topic())
                        .setOriginPartition(origin.partition())
                        .setOriginOffset(origin.offset())
                        .setOriginValue(carried ? ByteBuffer.wrap(value) : null));
    }

    /** Sets an image aside that came by HTTP or from a folder. */
    public ProducerRecord<byte[], byte[]> refuse(Image image, PermanentFailure failure) {
        return refuse(image, failure, ImageQuarantined.newBuilder());
    }

    private ProducerRecord<byte[], byte[]> refuse(
            Image image, PermanentFailure failure, ImageQuarantined.Builder event) {
        metrics.counter(
                        "lookalike.refused",
                        "stage",
                        stage.name(),
                        "code",
                        failure.code().name())
                .increment();
        LOGGER.atWarn()
                .addKeyValue("image", image.imageId())
                .addKeyValue("stage", stage)
                .addKeyValue("code", failure.code())
                .log("quarantined: {}", failure.getMessage());
        ImageQuarantined refused = event.setImageId(image.imageId())
                .setStage(stage)
                .setCode(failure.code().name())
                .setReason(String.valueOf(failure.getMessage()))
                .setUri(image.uri())
                .setSource(image.source())
                .setQuarantinedAt(clock.instant())
                .build();
        return records.of(Topics.IMAGES_QUARANTINED, image.imageId(), refused);
    }
}
