package org.lookalike.embedder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ImageArrived;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.platform.kafka.Refusal.Image;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

/**
 * One transaction's worth of images: each event becomes a vector or is set aside alone; a tombstone goes on to
 * {@code vectors}. Within the batch the newest event of an image counts, the ones before it are skipped.
 */
final class EmbedHandler implements BatchHandler {
    /** What a record takes beside its value: the longest key, the headers of record and batch. */
    private static final int RECORD_OVERHEAD_BYTES = 2_048;

    private final ArrivedEvents events;
    private final Records records;
    private final ImageEmbedding embedding;
    private final VectorEvents vectors;
    private final String vectorsTopic;

    /** @param vectorsTopic the topic that the vectors go to */
    EmbedHandler(
            ArrivedEvents events,
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
        Batch read = read(batch);
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(batch.size());
        List<Refusal> refusals = new ArrayList<>(read.refusals());
        // First, so that what was published anew after its deletion stays, and what could not be is forgotten all the
        // same.
        read.forgotten().forEach(key -> outputs.add(onVectorsTopic(Records.tombstone(Topics.VECTORS, key))));
        List<ImageArrived> images =
                read.newest().values().stream().map(Arrival::event).toList();
        for (Outcome outcome : embedding.embed(images)) {
            ImageArrived event = outcome.event();
            try {
                outputs.add(record(outcome.orThrow()));
            } catch (PermanentFailure failure) {
                Arrival arrival = Objects.requireNonNull(read.newest().get(event.getImageId()));
                Image image = new Image(event.getImageId(), event.getUri(), event.getSource());
                refusals.add(new Refusal(image, failure, arrival.origin()));
            }
        }
        return new BatchResult(outputs, refusals);
    }

    private record Arrival(ImageArrived event, ConsumerRecord<byte[], byte[]> origin) {}

    /**
     * @param newest the images to embed, by id
     * @param forgotten the ids that had a tombstone, whether or not an image came after it
     */
    private record Batch(Map<String, Arrival> newest, Set<String> forgotten, List<Refusal> refusals) {}

    /** Offsets grow within a partition, and a key has one partition: the last event seen is the newest. */
    private Batch read(List<ConsumerRecord<byte[], byte[]>> batch) {
        Batch read = new Batch(new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>());
        for (ConsumerRecord<byte[], byte[]> origin : batch) {
            try {
                String id = ArrivedEvents.id(origin);
                if (origin.value() == null) {
                    read.forgotten().add(id);
                    read.newest().remove(id);
                } else {
                    read.newest().put(id, new Arrival(events.read(id, origin.value()), origin));
                }
            } catch (PermanentFailure failure) {
                read.refusals().add(Refusal.of(origin, failure));
            }
        }
        return read;
    }

    /**
     * The record of an image's vector.
     *
     * @throws PermanentFailure INVALID_FIELD if it is larger than the topic takes, which would otherwise stop the service
     */
    private ProducerRecord<byte[], byte[]> record(Outcome.Embedded embedded) {
        String id = embedded.event().getImageId();
        ProducerRecord<byte[], byte[]> made = records.of(Topics.VECTORS, id, vectors.of(embedded));
        int limit = Topics.VECTORS.maxMessageBytes() - RECORD_OVERHEAD_BYTES;
        if (made.value().length > limit) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "the vector of image %s with its attributes has %d bytes, limit %d"
                            .formatted(id, made.value().length, limit));
        }
        return onVectorsTopic(made);
    }

    /** All topics of vectors share one schema, so that a record is made for the first and sent to ours. */
    private ProducerRecord<byte[], byte[]> onVectorsTopic(ProducerRecord<byte[], byte[]> made) {
        return new ProducerRecord<>(vectorsTopic, made.key(), made.value());
    }
}
