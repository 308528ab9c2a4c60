package org.lookalike.platform.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.Stage;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes the records of {@code images.quarantined}, each with the reason of its refusal and with what is needed to replay
 * it; and reports refusals once their records are durable. Thread-safe.
 */
public final class Quarantine {
    private static final Logger LOGGER = LoggerFactory.getLogger(Quarantine.class);
    /** A longer value is left out of the record: it can be read at its origin's offset or from the image store. */
    private static final int MAX_ORIGIN_VALUE_BYTES = 1 << 20;

    private final Stage stage;
    private final Records records;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    /** @param stage the step of processing that the records name */
    public Quarantine(Stage stage, Records records, MeterRegistry metrics, InstantSource clock) {
        this.stage = stage;
        this.records = records;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The record to publish for a refusal. Has no side effects, so that a batch may be retried.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the schema registry is unavailable
     */
    public ProducerRecord<byte[], byte[]> record(Refusal refusal) {
        ImageQuarantined.Builder event = ImageQuarantined.newBuilder()
                .setImageId(refusal.image().id())
                .setStage(stage)
                .setCode(refusal.failure().code().name())
                .setReason(String.valueOf(refusal.failure().getMessage()))
                .setUri(refusal.image().uri())
                .setSource(refusal.image().source())
                .setCapturedAt(refusal.image().capturedAt())
                .setAttributes(refusal.image().attributes())
                .setQuarantinedAt(clock.instant());
        ConsumerRecord<byte[], byte[]> origin = refusal.origin();
        if (origin != null) {
            byte[] value = origin.value();
            boolean carried = value != null && value.length <= MAX_ORIGIN_VALUE_BYTES;
            event.setOriginTopic(origin.topic())
                    .setOriginPartition(origin.partition())
                    .setOriginOffset(origin.offset())
                    .setOriginValue(carried ? ByteBuffer.wrap(value) : null);
        }
        return records.of(Topics.IMAGES_QUARANTINED, refusal.image().id(), event.build());
    }

    /** Logs and counts a refusal; to be called once its record is durable. */
    public void report(Refusal refusal) {
        metrics.counter(
                        "lookalike.refused",
                        "stage",
                        stage.name(),
                        "code",
                        refusal.failure().code().name())
                .increment();
        LoggingEventBuilder event = LOGGER.atWarn();
        String id = refusal.image().id();
        if (id != null) {
            event = event.addKeyValue("image", id);
        }
        event.addKeyValue("stage", stage)
                .addKeyValue("code", refusal.failure().code())
                .log("quarantined: {}", refusal.failure().getMessage());
    }
}
