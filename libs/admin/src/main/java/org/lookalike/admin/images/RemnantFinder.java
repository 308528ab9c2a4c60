package org.lookalike.admin.images;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topic.Cleanup;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.Spaces;

/**
 * Looks for an image in every place that may name it or hold its bytes, beside its newest event, vectors and rows. May be
 * used by many threads.
 */
final class RemnantFinder {
    private final KafkaClients clients;
    private final AvroCodec codec;

    RemnantFinder(KafkaClients clients, AvroCodec codec) {
        this.clients = clients;
        this.codec = codec;
    }

    /**
     * What there is of an image.
     *
     * @param stored its objects in the image store, except the one that its newest event names
     */
    List<Remnant> find(String imageId, List<URI> stored) {
        List<Remnant> found = new ArrayList<>();
        stored.forEach(uri -> found.add(new Remnant("bytes, until they are swept", uri.toString(), Optional.empty())));
        TopicScanner topics = new TopicScanner(clients);
        Spaces spaces = SpaceFeed.read(clients, codec);
        Set<String> compacted = new TreeSet<>(Set.of(Topics.IMAGES_ARRIVED.name(), Topics.VECTORS.name()));
        spaces.alive().forEach(space -> compacted.add(space.vectorsTopic()));
        for (String name : compacted) {
            Topic<?> topic = name.equals(Topics.IMAGES_ARRIVED.name()) ? Topics.IMAGES_ARRIVED : Topics.vectors(name);
            found.addAll(replaced(topics, topic, imageId));
        }
        found.addAll(newest(topics, Topics.LABELS, LabelKeys.IMAGE + imageId, "label"));
        found.addAll(newest(topics, Topics.MAP, imageId, "place on the map"));
        spaces.alive().stream()
                .filter(space -> space.clusters().stream()
                        .anyMatch(cluster -> cluster.examples().contains(imageId)))
                .forEach(space ->
                        found.add(new Remnant("example of a cluster of the space", space.id(), Optional.empty())));
        found.addAll(byContent(topics, imageId));
        return found;
    }

    /** The records under a key that a newer one or a tombstone has replaced, until compaction takes them away. */
    private static List<Remnant> replaced(TopicScanner topics, Topic<?> topic, String key) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        topics.forEach(topic, key, all::add);
        List<Remnant> found = new ArrayList<>();
        for (int i = 0; i + 1 < all.size(); i++) {
            if (all.get(i).value() != null) {
                found.add(new Remnant("older record", place(all.get(i)), until(topic, all.get(i))));
            }
        }
        return found;
    }

    private static List<Remnant> newest(TopicScanner topics, Topic<?> topic, String key, String what) {
        return topics.of(topic, key)
                .filter(record -> record.value() != null)
                .map(record -> List.of(new Remnant(what, place(record), Optional.empty())))
                .orElse(List.of());
    }

    /** What names an image in records that are kept for a while and cannot be removed one by one. */
    private List<Remnant> byContent(TopicScanner topics, String imageId) {
        List<Remnant> found = new ArrayList<>();
        topics.all(
                Topics.ALERTS,
                record -> decoded(Topics.ALERTS, record)
                        .filter(alert -> imageId.equals(alert.getImageId()))
                        .ifPresent(
                                alert -> found.add(new Remnant("alert", place(record), until(Topics.ALERTS, record)))));
        topics.forEach(
                Topics.IMAGES_QUARANTINED,
                imageId,
                record -> decoded(Topics.IMAGES_QUARANTINED, record)
                        .ifPresent(refusal -> found.add(new Remnant(
                                refusal.getOriginValue() == null
                                        ? "quarantine record"
                                        : "quarantine record with the refused record's value",
                                place(record),
                                until(Topics.IMAGES_QUARANTINED, record)))));
        topics.forEach(
                Topics.IMAGES_INBOX,
                imageId,
                record -> found.add(
                        new Remnant("bytes on the inbox", place(record), until(Topics.IMAGES_INBOX, record))));
        return found;
    }

    private <V extends SpecificRecord> Optional<V> decoded(Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? Optional.empty() : Optional.of(codec.decode(topic, record.value()));
        } catch (PermanentFailure e) {
            // It names nothing that could be read.
            return Optional.empty();
        }
    }

    private static Optional<Instant> until(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
        Duration kept = topic.cleanup() instanceof Cleanup.After after
                ? after.retention()
                : ((Cleanup.Compact) topic.cleanup()).older();
        return Optional.of(Instant.ofEpochMilli(record.timestamp()).plus(kept));
    }

    private static String place(ConsumerRecord<byte[], byte[]> found) {
        return "%s-%d@%d".formatted(found.topic(), found.partition(), found.offset());
    }
}
