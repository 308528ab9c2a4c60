package org.lookalike.spaces.map;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.MapPlace;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicReducer;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

/** Materialises the topic {@code map}, and creates its records. Thread-safe. */
public final class ImageMapFeed {
    private ImageMapFeed() {}

    /** The materialised topic, kept up to date by the service from its start on. */
    public static MaterialisedTopic<ImageMap> of(Platform platform) {
        return platform.materialise(reducer(platform.codec()));
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which are short-lived.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public static ImageMap read(KafkaClients clients, AvroCodec codec) {
        return MaterialisedTopic.read(reducer(codec), clients);
    }

    /** The record that places an image on the map. */
    public static ProducerRecord<byte[], byte[]> record(
            AvroCodec codec, String imageId, ImageMap.Place place, Instant at) {
        MapPlace value = MapPlace.newBuilder()
                .setMapId(place.mapId())
                .setImageId(imageId)
                .setX(place.x())
                .setY(place.y())
                .setAt(at)
                .build();
        return new ProducerRecord<>(Topics.MAP.name(), Records.key(imageId), codec.encode(Topics.MAP, value));
    }

    static TopicReducer<ImageMap> reducer(AvroCodec codec) {
        return TopicReducer.batched(
                Topics.MAP,
                ImageMap.none(),
                ImageMap::changes,
                (changes, record) -> apply(codec, changes, record),
                ImageMap.Changes::made);
    }

    private static void apply(AvroCodec codec, ImageMap.Changes changes, ConsumerRecord<byte[], byte[]> record) {
        String imageId = Objects.requireNonNullElse(Records.text(record.key()), "");
        if (record.value() == null) {
            changes.remove(imageId);
            return;
        }
        MapPlace event = codec.decode(Topics.MAP, record.value());
        try {
            changes.put(imageId, new ImageMap.Place(event.getMapId(), event.getX(), event.getY()));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "map event: " + e.getMessage(), e);
        }
    }
}
