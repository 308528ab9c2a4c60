package org.lookalike.admin.topic;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.schemas.Topic;

/** Reads topics from their beginnings to their present ends. May be used by many threads. */
public final class TopicScanner {
    private static final String CLIENT = "lookalike-command";
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaClients clients;

    public TopicScanner(KafkaClients clients) {
        this.clients = clients;
    }

    /** The newest record of a key, a tombstone included. Reads only the partition that the key belongs to. */
    public Optional<ConsumerRecord<byte[], byte[]>> of(Topic<?> topic, String key) {
        AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>> newest = new AtomicReference<>();
        forEach(topic, key, newest::set);
        return Optional.ofNullable(newest.get());
    }

    /** Every record of a key, tombstones included, in order. Reads only the partition that the key belongs to. */
    public void forEach(Topic<?> topic, String key, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        byte[] wanted = Records.key(key);
        try (TopicReader reader = TopicReader.ofKey(clients.reader(CLIENT), topic.name(), wanted)) {
            reader.read(record -> {
                if (Arrays.equals(record.key(), wanted)) {
                    each.accept(record);
                }
            });
        }
    }

    /** Every record of a topic, in order within each partition. */
    public void all(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (TopicReader reader = new TopicReader(clients.reader(CLIENT), topic.name())) {
            reader.read(each);
        }
    }

    /**
     * Every record of a topic, and then whatever comes, until the calling thread is interrupted.
     *
     * @param caughtUp run once, between the last record that was there at the start and the first one after it
     */
    public void follow(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> each, Runnable caughtUp) {
        try (var consumer = clients.reader(CLIENT);
                TopicReader reader = new TopicReader(consumer, topic.name())) {
            reader.read(each);
            caughtUp.run();
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(POLL).forEach(each);
            }
        } catch (InterruptException e) {
            // Asked to stop while waiting; the flag stays set for the caller.
            Thread.currentThread().interrupt();
        }
    }

    /** One partition, twice or more: its ends are those of the first reading. */
    public <T> T partition(Topic<?> topic, int partition, Function<PartitionScanner, T> work) {
        try (TopicReader reader = TopicReader.ofPartition(clients.reader(CLIENT), topic.name(), partition)) {
            return work.apply(new PartitionScanner(reader));
        }
    }

    /** How many partitions a topic has; 0 if it does not exist. */
    public int partitions(Topic<?> topic) {
        try (var reader = clients.reader(CLIENT)) {
            return reader.partitionsFor(topic.name()).size();
        }
    }

    /** One record by its place, or empty where it has been forgotten. */
    public Optional<ConsumerRecord<byte[], byte[]>> at(String topic, int partition, long offset) {
        try (var reader = clients.reader(CLIENT)) {
            TopicPartition place = new TopicPartition(topic, partition);
            reader.assign(List.of(place));
            if (offset
                    < Objects.requireNonNull(
                            reader.beginningOffsets(List.of(place)).get(place))) {
                return Optional.empty();
            }
            reader.seek(place, offset);
            long end = Objects.requireNonNull(reader.endOffsets(List.of(place)).get(place));
            while (reader.position(place) < end) {
                for (ConsumerRecord<byte[], byte[]> found : reader.poll(POLL)) {
                    // A compacted topic answers with the next one that is left.
                    return found.offset() == offset ? Optional.of(found) : Optional.empty();
                }
            }
            return Optional.empty();
        }
    }
}
