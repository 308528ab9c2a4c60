package org.lookalike.ingest.delete;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Topics;

/**
 * Turns the requests on {@code images.deletions} into tombstones on {@code images.arrived}, on the partition of the
 * image's other events, whatever partition the request was on. A request that cannot be read is quarantined alone.
 */
public final class DeletionHandler implements BatchHandler {
    private final AvroCodec codec;

    /** @param codec remains the caller's to close */
    public DeletionHandler(AvroCodec codec) {
        this.codec = codec;
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ProducerRecord<byte[], byte[]>> tombstones = new ArrayList<>(records.size());
        List<Refusal> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                tombstones.add(Records.tombstone(Topics.IMAGES_ARRIVED, imageId(record)));
            } catch (PermanentFailure e) {
                refusals.add(Refusal.of(record, e));
            }
        }
        return new BatchResult(tombstones, refusals);
    }

    private String imageId(ConsumerRecord<byte[], byte[]> record) {
        @Nullable String key = Records.text(record.key());
        @Nullable
        String id = record.value() == null
                ? key
                : codec.decode(Topics.IMAGES_DELETIONS, record.value()).getImageId();
        if (id == null) {
            throw invalid("the request has neither a value nor a key, and so names no picture");
        }
        String problem = ImageIds.problemWithId(id);
        if (problem != null) {
            throw invalid(problem);
        }
        if (key != null && !key.equals(id)) {
            throw invalid("the request's image id '%s' is not its record's key '%s'".formatted(id, key));
        }
        return id;
    }

    private static PermanentFailure invalid(String message) {
        return new PermanentFailure(ErrorCode.INVALID_FIELD, message);
    }
}
