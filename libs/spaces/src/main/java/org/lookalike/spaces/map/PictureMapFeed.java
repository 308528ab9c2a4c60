package org.lookalike.spaces.map;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.MapPlace;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicFold;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the topic {@code map}; see {@link TopicFold}. Thread-safe. */
public final class PictureMapFeed {
    private static final Logger LOGGER = LoggerFactory.getLogger(PictureMapFeed.class);

    private final TopicFold<PictureMap> fold;

    private PictureMapFeed(Supplier<Consumer<byte[], byte[]>> consumers, AvroCodec codec) {
        this.fold = new TopicFold<>(
                Topics.MAP, consumers, PictureMap.none(), (known, records) -> apply(codec, known, records));
    }

    /** A feed that runs as a part of the service from the service's start on. */
    public static PictureMapFeed of(Platform platform) {
        PictureMapFeed feed =
                new PictureMapFeed(() -> platform.clients().reader(platform.instance() + ".map"), platform.codec());
        platform.run("map", feed.fold);
        return feed;
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which do not run for long.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public static PictureMap read(KafkaClients clients, AvroCodec codec) {
        return new PictureMapFeed(() -> clients.reader("map"), codec).fold.readOnce();
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

    /** What is known so far. */
    public PictureMap current() {
        return fold.current();
    }

    /**
     * What is known, once everything has been read that lay in the topic at the start.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if that takes longer than the timeout
     */
    public PictureMap awaitCurrent(Duration timeout) {
        return fold.awaitCurrent(timeout);
    }

    static PictureMap apply(AvroCodec codec, PictureMap known, Iterable<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Optional<PictureMap.Place>> changes = new HashMap<>();
        String last = known.id();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String imageId = record.key() == null ? "" : Records.text(record.key());
            try {
                if (record.value() == null) {
                    changes.put(imageId, Optional.empty());
                    continue;
                }
                MapPlace place = codec.decode(Topics.MAP, record.value());
                changes.put(imageId, Optional.of(new PictureMap.Place(place.getMapId(), place.getX(), place.getY())));
                last = place.getMapId();
            } catch (PermanentFailure | IllegalArgumentException e) {
                LOGGER.atError()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("offset", record.offset())
                        .log("skipped: {}", e.getMessage());
            }
        }
        return known.with(changes, last);
    }
}
