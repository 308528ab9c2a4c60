package org.lookalike.admin.map;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.map.ImageMap;
import org.lookalike.spaces.map.ImageMapFeed;

/** Puts a map on the topic {@code map}, in the place of the one before. */
public final class MapPublishing {
    private static final int ID_LENGTH = 12;

    private final KafkaClients clients;
    private final AvroCodec codec;

    public MapPublishing(KafkaClients clients, AvroCodec codec) {
        this.clients = clients;
        this.codec = codec;
    }

    /**
     * Publishes every point and takes images off that are no longer on it; returns once all is acknowledged. A reader
     * that comes in between sees the part of the new map that is there already.
     *
     * @return the map's id, made of its places
     * @throws TransientFailure if the broker does not take a record
     */
    public String publish(List<MapPoint> points, Instant at) {
        StringBuilder content = new StringBuilder();
        points.forEach(point -> content.append(point.name())
                .append(' ')
                .append(point.x())
                .append(' ')
                .append(point.y())
                .append('\n'));
        String id = Sha256.of(content.toString()).substring(0, ID_LENGTH);
        Set<String> gone = new HashSet<>(ImageMapFeed.read(clients, codec).images());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (MapPoint point : points) {
            gone.remove(point.name());
            records.add(ImageMapFeed.record(codec, point.name(), new ImageMap.Place(id, point.x(), point.y()), at));
        }
        gone.forEach(name -> records.add(new ProducerRecord<>(Topics.MAP.name(), Records.key(name), null)));
        try (Producer<byte[], byte[]> producer = clients.producer("map")) {
            new RecordSender(producer).send(records);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while publishing the map", e);
        }
        return id;
    }
}
