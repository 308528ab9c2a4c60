package org.lookalike.standalone.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;

/**
 * Follows pictures to their end by the topics alone, so that it works with any deployment: a picture is indexed once the
 * sink's committed offset has passed its record on {@code vectors}, and refused once it is on
 * {@code images.quarantined}.
 *
 * <p>{@link #poll} belongs to one thread; the counts may be read from any.
 */
public final class IndexingProgress implements AutoCloseable {
    private final AvroCodec codec;
    private final Consumer<byte[], byte[]> reader;
    private final Admin admin;
    private final String sinkGroup;
    private final Map<String, Position> embedded = new HashMap<>();
    private final Set<String> indexed = ConcurrentHashMap.newKeySet();
    private final Map<String, ImageQuarantined> refused = new ConcurrentHashMap<>();

    private record Position(TopicPartition partition, long offset) {}

    /**
     * Starts following with what is published from now on.
     *
     * @param sinkGroup the consumer group of the sink
     */
    public IndexingProgress(KafkaClients clients, AvroCodec codec, String sinkGroup) {
        this.codec = codec;
        this.sinkGroup = sinkGroup;
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

    /** Looks once, waiting up to the given time for news. */
    public void poll(Duration patience) {
        for (ConsumerRecord<byte[], byte[]> found : reader.poll(patience)) {
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

    /** The ids of the pictures that became searchable since the start. */
    public Set<String> indexed() {
        return indexed;
    }

    /** The pictures refused since the start, by id. */
    public Map<String, ImageQuarantined> refused() {
        return refused;
    }

    /** How many were refused, by code. */
    public Map<String, Integer> refusedByCode() {
        return refused.values().stream()
                .collect(Collectors.toMap(ImageQuarantined::getCode, any -> 1, Integer::sum, TreeMap::new));
    }

    private void noteRefused(String id, byte[] value) {
        try {
            refused.put(id, codec.decode(Topics.IMAGES_QUARANTINED, value));
        } catch (PermanentFailure e) {
            // Somebody else's nonsense on the topic is not one of the pictures that we follow.
            return;
        }
    }

    private void noteIndexed() {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
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

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        try {
            return admin.listConsumerGroupOffsets(sinkGroup)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker does not tell the offsets of group " + sinkGroup, e.getCause());
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
