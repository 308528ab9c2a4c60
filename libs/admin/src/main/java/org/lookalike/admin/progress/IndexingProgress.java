package org.lookalike.admin.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.Spaces;

/**
 * Follows images to their end by the topics alone, so that it works with any deployment: an image is indexed once the
 * group that fills the active space has passed its record on {@code vectors}, and refused once it is on
 * {@code images.quarantined}.
 *
 * <p>{@link #poll} belongs to one thread; the counts may be read from any.
 */
public final class IndexingProgress implements AutoCloseable {
    /** The active space changes seldom; the group of the one before it works on for a while. */
    private static final Duration SPACES_FRESH = Duration.ofSeconds(2);

    private final AvroCodec codec;
    private final Consumer<byte[], byte[]> reader;
    private final Admin admin;
    private final KafkaClients clients;
    private final String groupPrefix;
    private Spaces spaces = Spaces.none();
    private long spacesRead = System.nanoTime() - SPACES_FRESH.toNanos();
    private final Map<String, Position> embedded = new HashMap<>();
    private final Set<String> indexed = ConcurrentHashMap.newKeySet();
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    private record Position(TopicPartition partition, long offset) {}

    /**
     * Starts following with what is published from now on.
     *
     * @param groupPrefix what the names of the sink's consumer groups begin with
     */
    public IndexingProgress(KafkaClients clients, AvroCodec codec, String groupPrefix) {
        this.codec = codec;
        this.clients = clients;
        this.groupPrefix = groupPrefix;
        this.admin = clients.admin("progress");
        this.reader = clients.reader("progress");
        List<TopicPartition> partitions = List.of(Topics.VECTORS, Topics.IMAGES_QUARANTINED).stream()
                .flatMap(topic -> reader.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToEnd(partitions);
        // Seeking is lazy: without this, what is published before the first poll would be missed.
        partitions.forEach(reader::position);
    }

    /** Polls once, waiting for records up to the given time. */
    public void poll(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> found : reader.poll(timeout)) {
            String id = Records.text(found.key());
            if (id == null || found.value() == null) {
                continue;
            }
            if (found.topic().equals(Topics.VECTORS.name())) {
                embedded.put(id, new Position(new TopicPartition(found.topic(), found.partition()), found.offset()));
            } else {
                noteRefused(id, found.value());
            }
        }
        if (!embedded.isEmpty()) {
            noteIndexed();
        }
    }

    /** The ids of the images that became searchable since the start. */
    public Set<String> indexed() {
        return indexed;
    }

    /** The code of each image that was refused since the start, by id. */
    public Map<String, String> refused() {
        return refused;
    }

    private void noteRefused(String id, byte[] value) {
        try {
            refused.put(id, codec.decode(Topics.IMAGES_QUARANTINED, value).getCode());
        } catch (PermanentFailure e) {
            // A record that is no event of ours is not one of the images that we follow.
            return;
        }
    }

    private void noteIndexed() {
        Optional<Space> space = space();
        if (space.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed(space.get().group(groupPrefix));
        embedded.entrySet().removeIf(entry -> {
            OffsetAndMetadata reached = committed.get(entry.getValue().partition());
            boolean done =
                    reached != null && reached.offset() > entry.getValue().offset();
            if (done) {
                indexed.add(entry.getKey());
            }
            return done;
        });
    }

    /** The active space, or else the newest one that is made of {@code vectors}. */
    private Optional<Space> space() {
        if (System.nanoTime() - spacesRead >= SPACES_FRESH.toNanos()) {
            spaces = SpaceFeed.read(clients, codec);
            spacesRead = System.nanoTime();
        }
        return spaces.active()
                .filter(IndexingProgress::isOfVectors)
                .or(() -> spaces.alive().stream()
                        .filter(IndexingProgress::isOfVectors)
                        .reduce((older, newer) -> newer));
    }

    private static boolean isOfVectors(Space space) {
        return space.vectorsTopic().equals(Topics.VECTORS.name());
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String sinkGroup) {
        try {
            return admin.listConsumerGroupOffsets(sinkGroup)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker did not return the offsets of group " + sinkGroup, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }
}
