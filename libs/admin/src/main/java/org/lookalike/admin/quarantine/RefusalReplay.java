package org.lookalike.admin.quarantine;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;

/**
 * Makes the record that tries a refused image again: the refused record itself where it was carried along or still
 * lies on its topic, else a new event for the bytes that were kept in the image store.
 */
public final class RefusalReplay {
    private final TopicScanner topics;
    private final ImageStore store;
    private final Records records;
    private final long maxBytes;

    public RefusalReplay(TopicScanner topics, ImageStore store, Records records, long maxBytes) {
        this.topics = topics;
        this.store = store;
        this.records = records;
        this.maxBytes = maxBytes;
    }

    /**
     * The record that is to be published.
     *
     * @throws IllegalArgumentException if neither the record nor the bytes are left
     */
    public ProducerRecord<byte[], byte[]> of(ImageQuarantined refused) {
        String topic = refused.getOriginTopic();
        if (topic != null) {
            Optional<ConsumerRecord<byte[], byte[]>> origin =
                    topics.at(topic, refused.getOriginPartition(), refused.getOriginOffset());
            if (origin.isPresent()) {
                ConsumerRecord<byte[], byte[]> found = origin.get();
                return new ProducerRecord<>(topic, null, found.key(), found.value(), found.headers());
            }
            if (refused.getOriginValue() != null) {
                byte[] value = new byte[refused.getOriginValue().remaining()];
                refused.getOriginValue().duplicate().get(value);
                String id = refused.getImageId();
                return new ProducerRecord<>(topic, id == null ? null : Records.key(id), value);
            }
        }
        if (refused.getUri() == null || refused.getImageId() == null) {
            throw new IllegalArgumentException("the record of image %s has been forgotten and its bytes were not kept"
                    .formatted(refused.getImageId()));
        }
        return arrived(refused, refused.getImageId(), refused.getUri());
    }

    private ProducerRecord<byte[], byte[]> arrived(ImageQuarantined refused, String id, String uri) {
        byte[] bytes = store.get(URI.create(uri), maxBytes);
        ImageArrived event = ImageArrived.newBuilder()
                .setImageId(id)
                .setUri(uri)
                .setSha256(Sha256.of(bytes))
                .setSizeBytes(bytes.length)
                .setSource(refused.getSource() == null ? "replay" : refused.getSource())
                .setCapturedAt(refused.getCapturedAt())
                .setAttributes(refused.getAttributes())
                .setArrivedAt(Instant.now())
                .build();
        return records.of(Topics.IMAGES_ARRIVED, id, event);
    }
}
