package org.lookalike.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topic;

/** What stands on a topic, committed transactions only, and how far a group has come with it. Used by one thread. */
final class TopicInspector implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> reader;
    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final List<String> keys = new ArrayList<>();

    TopicInspector(KafkaClients clients, Topic<?> topic) {
        reader = clients.reader("watch");
        admin = clients.admin("watch");
        partitions = reader.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
    }

    /** The key of every record so far, in the order of their coming. */
    List<String> keys() {
        reader.poll(POLL).forEach(found -> keys.add(Records.text(found.key())));
        return keys;
    }

    /** The key of every record up to the present end. */
    List<String> readAll() {
        return readRecords().stream().map(found -> Records.text(found.key())).toList();
    }

    /** Every record up to the present end. */
    List<ConsumerRecord<byte[], byte[]>> readRecords() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            reader.poll(POLL).forEach(records::add);
        }
        return records;
    }

    /** Whether the group has committed the last record of each partition. */
    boolean isPast(String group) {
        Map<Integer, Long> last = new HashMap<>();
        readRecords().forEach(found -> last.merge(found.partition(), found.offset(), Math::max));
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        return partitions.stream()
                .filter(partition -> last.containsKey(partition.partition()))
                .allMatch(partition -> {
                    OffsetAndMetadata reached = committed.get(partition);
                    return reached != null && reached.offset() > last.get(partition.partition());
                });
    }

    /** How many records of the topic the group has not committed; those of transactions count one more each. */
    long lag(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        return partitions.stream().collect(Collectors.summingLong(partition -> {
            OffsetAndMetadata reached = committed.get(partition);
            return Objects.requireNonNull(ends.get(partition)) - (reached == null ? 0 : reached.offset());
        }));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        reader.close();
        admin.close();
    }
}
