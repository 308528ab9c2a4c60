package org.lookalike.embedder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Quarantine.Picture;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

/**
 * One transaction's worth of pictures: each event becomes a vector or is set aside alone; a tombstone goes on to
 * {@code vectors}. Within the batch the newest event of a picture counts, the ones before it are skipped.
 */
final class EmbedHandler implements BatchHandler {
    private final AvroCodec codec;
    private final Records records;
    private final Quarantine quarantine;
    private final PictureBatcher batcher;
    private final VectorEvents vectors;

    EmbedHandler(
            AvroCodec codec, Records records, Quarantine quarantine, PictureBatcher batcher, VectorEvents vectors) {
        this.codec = codec;
        this.records = records;
        this.quarantine = quarantine;
        this.batcher = batcher;
        this.vectors = vectors;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> batch)
            throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(batch.size());
        Map<String, Arrival> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> origin : batch) {
            String key = Records.text(origin.key());
            try {
                newest.put(requireKey(key, origin), new Arrival(read(key, origin), origin));
            } catch (PermanentFailure failure) {
                outputs.add(quarantine.refuse(new Picture(key, null, null), failure, origin));
            }
        }
        List<ImageArrived> pictures = new ArrayList<>(newest.size());
        newest.forEach((key, arrival) -> {
            if (arrival.event() == null) {
                outputs.add(Records.tombstone(Topics.VECTORS, key));
            } else {
                pictures.add(arrival.event());
            }
        });
        for (PictureBatcher.Outcome outcome : batcher.embed(pictures)) {
            ImageArrived event = outcome.event();
            if (outcome instanceof PictureBatcher.Outcome.Refused refused) {
                Picture picture = new Picture(event.getImageId(), event.getUri(), event.getSource());
                Arrival arrival = Objects.requireNonNull(newest.get(event.getImageId()));
                outputs.add(quarantine.refuse(picture, refused.failure(), arrival.origin()));
            } else if (outcome instanceof PictureBatcher.Outcome.Embedded embedded) {
                outputs.add(records.of(Topics.VECTORS, event.getImageId(), vectors.of(embedded)));
            }
        }
        return outputs;
    }

    /** @param event null for a tombstone */
    private record Arrival(@Nullable ImageArrived event, ConsumerRecord<byte[], byte[]> origin) {}

    private static String requireKey(@Nullable String key, ConsumerRecord<byte[], byte[]> origin) {
        if (key == null) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "%s-%d@%d has no key, must be the image id"
                            .formatted(origin.topic(), origin.partition(), origin.offset()));
        }
        return key;
    }

    private @Nullable ImageArrived read(@Nullable String key, ConsumerRecord<byte[], byte[]> origin) {
        if (origin.value() == null) {
            return null;
        }
        ImageArrived event = codec.decode(Topics.IMAGES_ARRIVED, origin.value());
        if (!event.getImageId().equals(key)) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "the event's image id '%s' is not its record's key '%s'".formatted(event.getImageId(), key));
        }
        return event;
    }
}
