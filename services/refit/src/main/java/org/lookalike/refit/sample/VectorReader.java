package org.lookalike.refit.sample;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageVector;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of vectors. One that cannot be read is logged, counted and skipped: the sink, which reads it too, sets it
 * aside for everybody.
 */
public final class VectorReader extends ContextualProcessor<byte[], byte[], String, VectorUpdate> {
    private static final Logger LOGGER = LoggerFactory.getLogger(VectorReader.class);
    private static final Pattern ENCODER_ID = Pattern.compile("[0-9a-f]{16}");

    private final AvroCodec codec;
    private final Retrier retrier;
    private final String labelAttribute;
    private final MeterRegistry metrics;

    public VectorReader(AvroCodec codec, Retrier retrier, String labelAttribute, MeterRegistry metrics) {
        this.codec = codec;
        this.retrier = retrier;
        this.labelAttribute = labelAttribute;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context().recordMetadata().orElseThrow();
        try {
            VectorUpdate arrival = read(Records.text(record.key()), record.value(), origin, record.timestamp());
            context().forward(new Record<>(arrival.imageId(), arrival, record.timestamp()));
        } catch (PermanentFailure failure) {
            metrics.counter("lookalike.refit.skipped", "code", failure.code().name())
                    .increment();
            LOGGER.atWarn()
                    .addKeyValue("topic", origin.topic())
                    .addKeyValue("partition", origin.partition())
                    .addKeyValue("offset", origin.offset())
                    .addKeyValue("code", failure.code())
                    .log("skipped: {}", failure.getMessage());
        }
    }

    private VectorUpdate read(@Nullable String key, byte @Nullable [] value, RecordMetadata origin, long time) {
        String problem = key == null ? "the record has no key" : ImageIds.problemWithId(key);
        if (key == null || problem != null) {
            throw invalid("%s-%d@%d: %s"
                    .formatted(origin.topic(), origin.partition(), origin.offset(), String.valueOf(problem)));
        }
        if (value == null) {
            return new VectorUpdate.Tombstone(origin.topic(), key);
        }
        ImageVector event = retrier.get(() -> codec.decode(Topics.vectors(origin.topic()), value));
        if (!event.getImageId().equals(key)) {
            throw invalid("image id '%s' is not the record's key '%s'".formatted(event.getImageId(), key));
        }
        if (!ENCODER_ID.matcher(event.getEncoderId()).matches()) {
            throw invalid("image %s has encoder id '%s', must be 16 lower-case hexadecimal digits"
                    .formatted(key, event.getEncoderId()));
        }
        SampledImage image = SampledImage.of(event, time, labelAttribute);
        return new VectorUpdate.Upsert(
                new VectorStream(origin.topic(), event.getEncoderId(), event.getDimensions()), image, features(image));
    }

    private static float[] features(SampledImage image) {
        float[] features;
        try {
            features = image.values();
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
        double squares = Vectors.squaredNorm(features);
        // What has no direction lies in no space, and what is not finite spoils a whole fit.
        if (features.length < 2 || !(squares > 0) || !Double.isFinite(squares)) {
            throw invalid(
                    "image %s has %d features whose squares sum to %s, must be 2 or more with a finite sum above 0"
                            .formatted(image.imageId(), features.length, squares));
        }
        return features;
    }

    private static PermanentFailure invalid(String message) {
        return new PermanentFailure(ErrorCode.INVALID_FIELD, message);
    }
}
