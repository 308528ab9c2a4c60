package org.lookalike.admin.images;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.admin.images.ImageTrace.Located;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.vectorstore.VectorStore;

/** Finds out where an image is. May be used by many threads; codec and stores stay the caller's to close. */
public final class ImageTracer {
    private final KafkaClients clients;
    private final AvroCodec codec;
    private final ImageStore images;
    private final Function<String, List<String>> collections;

    public ImageTracer(KafkaClients clients, AvroCodec codec, ImageStore images, VectorStore vectors) {
        this(clients, codec, images, imageId -> collections(vectors, imageId));
    }

    /** @param collections the names of the collections that hold an image, for who asks otherwise than the vector store */
    public ImageTracer(
            KafkaClients clients, AvroCodec codec, ImageStore images, Function<String, List<String>> collections) {
        this.clients = clients;
        this.codec = codec;
        this.images = images;
        this.collections = collections;
    }

    /**
     * Reads the topics and asks the stores.
     *
     * @return empty if nothing in the system names the image
     * @throws org.lookalike.platform.failure.TransientFailure if the broker or a store does not answer
     */
    public Optional<ImageTrace> trace(String imageId) {
        TopicScanner topics = new TopicScanner(clients);
        Optional<ConsumerRecord<byte[], byte[]>> arrival = topics.of(Topics.IMAGES_ARRIVED, imageId);
        Optional<ConsumerRecord<byte[], byte[]>> refusal = topics.of(Topics.IMAGES_QUARANTINED, imageId);
        Optional<Located<ImageArrived>> arrived = arrival.flatMap(found -> located(Topics.IMAGES_ARRIVED, found));
        List<URI> others = images.list(imageId).stream()
                .filter(uri -> arrived.isEmpty()
                        || !uri.toString().equals(arrived.get().event().getUri()))
                .toList();
        List<Remnant> remnants = new RemnantFinder(clients, codec).find(imageId, others);
        if (arrival.isEmpty() && refusal.isEmpty() && remnants.isEmpty()) {
            return Optional.empty();
        }
        boolean isCurrent = refusal.isPresent() && isNewer(refusal.get(), arrival);
        return Optional.of(new ImageTrace(
                arrived,
                arrival.filter(found -> found.value() == null).map(ImageTracer::place),
                arrived.filter(found -> images.contains(URI.create(found.event().getUri())))
                        .isPresent(),
                vectors(topics, imageId),
                collections.apply(imageId),
                refusal.filter(found -> isCurrent)
                        .flatMap(found -> located(Topics.IMAGES_QUARANTINED, found))
                        .map(Located<ImageQuarantined>::event),
                remnants));
    }

    /** While an encoder is being replaced, and after it, vectors lie on more topics than the first. */
    private List<Located<ImageVector>> vectors(TopicScanner topics, String imageId) {
        Set<String> names = new TreeSet<>(Set.of(Topics.VECTORS.name()));
        SpaceFeed.read(clients, codec).alive().forEach(space -> names.add(space.vectorsTopic()));
        List<Located<ImageVector>> found = new ArrayList<>();
        for (String name : names) {
            Topic<ImageVector> topic = Topics.vectors(name);
            topics.of(topic, imageId).flatMap(record -> located(topic, record)).ifPresent(found::add);
        }
        return found;
    }

    private static List<String> collections(VectorStore vectors, String imageId) {
        return vectors.collections().stream()
                .filter(Space::isCollection)
                .filter(collection -> vectors.get(collection, List.of(imageId)).containsKey(imageId))
                .toList();
    }

    private <V extends SpecificRecord> Optional<Located<V>> located(
            Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null
                ? Optional.empty()
                : Optional.of(new Located<>(codec.decode(topic, record.value()), place(record)));
    }

    /** An image that was refused and came again, sound, is no longer quarantined. */
    private static boolean isNewer(
            ConsumerRecord<byte[], byte[]> refusal, Optional<ConsumerRecord<byte[], byte[]>> arrival) {
        return arrival.isEmpty()
                || (arrival.get().value() != null
                        && refusal.timestamp() >= arrival.get().timestamp());
    }

    private static String place(ConsumerRecord<byte[], byte[]> found) {
        return "%s-%d@%d".formatted(found.topic(), found.partition(), found.offset());
    }
}
