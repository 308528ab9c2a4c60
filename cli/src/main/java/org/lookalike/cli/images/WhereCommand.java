package org.lookalike.cli.images;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.admin.topic.TopicScan;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what became of one image, from the topics and the stores themselves. */
@Command(
        name = "where",
        description = "Tell what became of a picture: stored, embedded, indexed, quarantined, deleted.")
public final class WhereCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions cluster = new SystemOptions();

    @Parameters(paramLabel = "IMAGE_ID", description = "The picture's id.")
    private String imageId = "";

    @Override
    public Integer call() {
        KafkaConfig kafka = cluster.kafka();
        KafkaClients clients = new KafkaClients(kafka);
        TopicScan topics = new TopicScan(clients);
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            Optional<ConsumerRecord<byte[], byte[]>> arrived = topics.of(Topics.IMAGES_ARRIVED, imageId);
            Optional<ConsumerRecord<byte[], byte[]>> quarantined = topics.of(Topics.IMAGES_QUARANTINED, imageId);
            if (arrived.isEmpty() && quarantined.isEmpty()) {
                Console.line("unknown: no event was ever published for " + imageId);
                return 1;
            }
            boolean deleted = arrived.isPresent() && arrived.get().value() == null;
            if (deleted) {
                Console.line("deleted      by a tombstone, " + place(arrived.get()));
            } else if (arrived.isPresent()) {
                ImageArrived event =
                        codec.decode(Topics.IMAGES_ARRIVED, arrived.get().value());
                Console.line("arrived      %s from %s, %s"
                        .formatted(event.getArrivedAt(), event.getSource(), place(arrived.get())));
                printStored(event);
            }
            boolean embedded = printVectors(codec, topics, vectorsTopics(clients, codec), deleted || arrived.isEmpty());
            printIndexed(embedded);
            if (quarantined.isPresent() && quarantined.get().value() != null && isNewer(quarantined.get(), arrived)) {
                ImageQuarantined event = codec.decode(
                        Topics.IMAGES_QUARANTINED, quarantined.get().value());
                Console.line("quarantined  %s at %s with %s: %s"
                        .formatted(event.getQuarantinedAt(), event.getStage(), event.getCode(), event.getReason()));
            }
            return 0;
        }
    }

    private void printStored(ImageArrived event) {
        try (ImageStore store = ImageStores.open(cluster.read(ImageStoreConfig::from))) {
            boolean there = store.contains(URI.create(event.getUri()));
            Console.line((there ? "stored       " : "not stored   ") + event.getUri());
        }
    }

    /** While an encoder is being replaced, and after it, vectors lie on more topics than the first. */
    private static Set<String> vectorsTopics(KafkaClients clients, AvroCodec codec) {
        Set<String> names = new TreeSet<>(Set.of(Topics.VECTORS.name()));
        SpaceFeed.read(clients, codec).alive().forEach(space -> names.add(space.vectorsTopic()));
        return names;
    }

    private boolean printVectors(AvroCodec codec, TopicScan topics, Set<String> names, boolean stale) {
        int found = 0;
        for (String name : names) {
            Topic<ImageVector> topic = Topics.vectors(name);
            Optional<ConsumerRecord<byte[], byte[]>> vector = topics.of(topic, imageId);
            if (vector.isPresent() && vector.get().value() != null) {
                found++;
                ImageVector event = codec.decode(topic, vector.get().value());
                Console.line("embedded     %s by encoder %s, %d dimensions, %s%s"
                        .formatted(
                                event.getEmbeddedAt(),
                                event.getEncoderId(),
                                event.getDimensions(),
                                place(vector.get()),
                                stale ? " (about to be deleted)" : ""));
            }
        }
        if (found == 0) {
            Console.line("not embedded");
        }
        return found > 0;
    }

    private void printIndexed(boolean embedded) {
        int found = 0;
        try (VectorStore store = VectorStores.open(cluster.read(VectorStoreConfig::from))) {
            for (String collection : store.collections()) {
                if (Space.isCollection(collection)) {
                    Map<String, VectorRow> rows = store.get(collection, List.of(imageId));
                    if (rows.containsKey(imageId)) {
                        found++;
                        Console.line("indexed      in " + collection);
                    }
                }
            }
        }
        if (found == 0) {
            Console.line(embedded ? "not indexed  yet" : "not indexed");
        }
    }

    /** An image that was refused and came again, sound, is no longer quarantined. */
    private static boolean isNewer(
            ConsumerRecord<byte[], byte[]> quarantined, Optional<ConsumerRecord<byte[], byte[]>> arrived) {
        return arrived.isEmpty()
                || (arrived.get().value() != null
                        && quarantined.timestamp() >= arrived.get().timestamp());
    }

    private static String place(ConsumerRecord<byte[], byte[]> found) {
        return "%s-%d@%d".formatted(found.topic(), found.partition(), found.offset());
    }
}
