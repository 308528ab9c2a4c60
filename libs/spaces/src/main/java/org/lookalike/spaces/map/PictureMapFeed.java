package org.lookalike.spaces.map;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.MapPlace;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Folding;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicFold;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;

/** The topic {@code map} as its readers fold it, and its records. Thread-safe. */
public final class PictureMapFeed {
    private PictureMapFeed() {}

    /** A fold that runs as a part of the service from the service's start on. */
    public static TopicFold<PictureMap> of(Platform platform) {
        return platform.follow(folding(platform.codec()));
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which do not run for long.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public static PictureMap read(KafkaClients clients, AvroCodec codec) {
        return TopicFold.read(folding(codec), clients);
    }

    /** The record that puts a picture in its place. */
    public static ProducerRecord<byte[], byte[]> record(
            AvroCodec codec, String imageId, PictureMap.Place place, Instant at) {
        MapPlace value = MapPlace.newBuilder()
                .setMapId(place.mapId())
                .setImageId(imageId)
                .setX(place.x())
                .setY(place.y())
                .setAt(at)
                .build();
        return new ProducerRecord<>(Topics.MAP.name(), Records.key(imageId), codec.encode(Topics.MAP, value));
    }

    static Folding<PictureMap> folding(AvroCodec codec) {
        return Folding.together(
                Topics.MAP,
                PictureMap.none(),
                PictureMap::changes,
                (changes, record) -> apply(codec, changes, record),
                PictureMap.Changes::made);
    }

    private static void apply(AvroCodec codec, PictureMap.Changes changes, ConsumerRecord<byte[], byte[]> record) {
        String imageId = Objects.requireNonNullElse(Records.text(record.key()), "");
        if (record.value() == null) {
            changes.remove(imageId);
            return;
        }
        MapPlace event = codec.decode(Topics.MAP, record.value());
        try {
            changes.put(imageId, new PictureMap.Place(event.getMapId(), event.getX(), event.getY()));
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "map event: " + e.getMessage(), e);
        }
    }
}
