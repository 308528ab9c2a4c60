package org.lookalike.admin.images;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.ImageDeletion;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;

/**
 * Has images deleted everywhere: asks ingest for the tombstones that every part of the system follows, and takes the images
 * from the topics that no tombstone of theirs reaches, which are labels, the map, and the examples of the spaces' clusters.
 */
public final class ImageEraser {
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final RecordSender sender;
    private final InstantSource clock;

    /** Codec and producer remain the caller's to close. */
    public ImageEraser(KafkaClients clients, AvroCodec codec, Producer<byte[], byte[]> producer, InstantSource clock) {
        this.clients = clients;
        this.codec = codec;
        this.sender = new RecordSender(producer);
        this.clock = clock;
    }

    /**
     * Returns once the broker has acknowledged every record.
     *
     * @param by who asks for it
     * @param reason why; may be empty
     * @throws org.lookalike.platform.failure.TransientFailure if the broker or the registry does not answer
     */
    public void delete(Set<String> imageIds, String by, String reason) throws InterruptedException {
        sender.send(imageIds.stream().map(id -> request(id, by, reason)).toList());
        List<ProducerRecord<byte[], byte[]>> others = new ArrayList<>();
        others.addAll(tombstones(Topics.LABELS, imageIds, id -> LabelKeys.IMAGE + id));
        others.addAll(tombstones(Topics.MAP, imageIds, id -> id));
        SpaceRecords spaces = new SpaceRecords(codec, clock);
        for (Space space : SpaceFeed.read(clients, codec).alive()) {
            Space without = space.withoutExamples(imageIds);
            if (without != space) {
                others.add(spaces.of(without));
            }
        }
        sender.send(others);
    }

    private ProducerRecord<byte[], byte[]> request(String imageId, String by, String reason) {
        return new Records(codec)
                .of(
                        Topics.IMAGES_DELETIONS,
                        imageId,
                        ImageDeletion.newBuilder()
                                .setImageId(imageId)
                                .setBy(by)
                                .setReason(reason)
                                .setRequestedAt(clock.instant())
                                .build());
    }

    /** One for each of the keys that the topic has. */
    private Collection<ProducerRecord<byte[], byte[]>> tombstones(
            Topic<?> topic, Set<String> imageIds, UnaryOperator<String> key) {
        Set<String> wanted = new HashSet<>();
        imageIds.forEach(id -> wanted.add(key.apply(id)));
        Set<String> found = new TreeSet<>();
        new TopicScanner(clients).all(topic, record -> {
            String text = Records.text(record.key());
            if (text != null && wanted.contains(text)) {
                if (record.value() == null) {
                    found.remove(text);
                } else {
                    found.add(text);
                }
            }
        });
        return found.stream().map(text -> Records.tombstone(topic, text)).toList();
    }
}
