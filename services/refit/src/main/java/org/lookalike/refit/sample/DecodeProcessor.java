package org.lookalike.refit.sample;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.lookalike.platform.failure.PermanentFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes records of vectors. One that cannot be used is logged, counted and skipped: the sink, which reads it too,
 * publishes it to the quarantine.
 */
public final class DecodeProcessor extends ContextualProcessor<byte[], byte[], String, VectorUpdate> {
    private static final Logger LOGGER = LoggerFactory.getLogger(DecodeProcessor.class);

    private final VectorDecoder decoder;
    private final MeterRegistry metrics;

    public DecodeProcessor(VectorDecoder decoder, MeterRegistry metrics) {
        this.decoder = decoder;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context().recordMetadata().orElseThrow();
        try {
            VectorUpdate update =
                    decoder.decode(origin.topic(), origin.offset(), record.key(), record.value(), record.timestamp());
            context().forward(new Record<>(update.imageId(), update, record.timestamp()));
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
}
