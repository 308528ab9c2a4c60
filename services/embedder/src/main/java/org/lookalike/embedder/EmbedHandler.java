package org.lookalike.embedder;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.CompactedBatch;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.platform.kafka.Refusal.Image;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

/**
 * Embeds a batch of images: each event becomes a vector or is refused alone; a tombstone is passed on to the topic of
 * vectors. Only the newest event of an image within the batch is embedded.
 */
final class EmbedHandler implements BatchHandler {
    /** What a record takes in addition to its value: the longest key, the headers of record and batch. */
    private static final int RECORD_OVERHEAD_BYTES = 2_048;

    private final ImageArrivedReader events;
    private final Records records;
    private final ImageEmbedding embedding;
    private final VectorEvents vectors;
    private final String vectorsTopic;

    /** @param vectorsTopic the topic that the vectors go to */
    EmbedHandler(
            ImageArrivedReader events,
            Records records,
            ImageEmbedding embedding,
            VectorEvents vectors,
            String vectorsTopic) {
        this.events = events;
        this.records = records;
        this.embedding = embedding;
        this.vectors = vectors;
        this.vectorsTopic = vectorsTopic;
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        List<Refusal> refusals = new ArrayList<>();
        CompactedBatch<ImageArrived> images =
                CompactedBatch.of(batch, events, (origin, failure) -> refusals.add(Refusal.of(origin, failure)));
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(batch.size());
        // Tombstones first: an image published again after its deletion remains, and one that is refused is deleted all
        // the same.
        images.deleted().forEach(id -> outputs.add(toVectorsTopic(Records.tombstone(Topics.VECTORS, id))));
        List<ImageArrived> newest = images.newest().values().stream()
                .map(CompactedBatch.Entry::value)
                .toList();
        for (EmbeddingResult result : embedding.embed(newest)) {
            ImageArrived event = result.event();
            try {
                outputs.add(record(result.orThrow()));
            } catch (PermanentFailure failure) {
                ConsumerRecord<byte[], byte[]> origin = Objects.requireNonNull(
                                images.newest().get(event.getImageId()))
                        .origin();
                Image image = new Image(
                        event.getImageId(),
                        event.getUri(),
                        event.getSource(),
                        event.getCapturedAt(),
                        event.getAttributes());
                refusals.add(new Refusal(image, failure, origin));
            }
        }
        return new BatchResult(outputs, refusals);
    }

    /**
     * The record of an image's vector.
     *
     * @throws PermanentFailure INVALID_FIELD if it exceeds the topic's limit, which would otherwise stop the service
     */
    private ProducerRecord<byte[], byte[]> record(EmbeddingResult.Embedded embedded) {
        String id = embedded.event().getImageId();
        ProducerRecord<byte[], byte[]> made = records.of(Topics.VECTORS, id, vectors.of(embedded));
        int limit = Topics.VECTORS.maxMessageBytes() - RECORD_OVERHEAD_BYTES;
        if (made.value().length > limit) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "the vector of image %s with its attributes has %d bytes, limit %d"
                            .formatted(id, made.value().length, limit));
        }
        return toVectorsTopic(made);
    }

    /** All topics of vectors share one schema: a record is serialised for the first and sent to the configured one. */
    private ProducerRecord<byte[], byte[]> toVectorsTopic(ProducerRecord<byte[], byte[]> made) {
        return new ProducerRecord<>(vectorsTopic, made.key(), made.value());
    }
}
