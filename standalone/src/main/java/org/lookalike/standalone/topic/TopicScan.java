package org.lookalike.standalone.topic;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topic;

/** Reads topics from their beginnings to their present ends. May be used by many threads. */
public final class TopicScan {
    private static final String CLIENT = "lookalike-command";
    static final Duration POLL = Duration.ofMillis(500);

    private final KafkaClients clients;

    public TopicScan(KafkaClients clients) {
        this.clients = clients;
    }

    /** The newest record of a key, a tombstone included. Reads only the partition that the key belongs to. */
    public Optional<ConsumerRecord<byte[], byte[]>> of(Topic<?> topic, String key) {
        byte[] wanted = Records.key(key);
        Newest newest = new Newest(wanted);
        // The default partitioner's rule; a record published by another rule would not be compacted with the others.
        read(topic, partition -> partition.partition() == home(wanted, partition.count()), newest);
        return Optional.ofNullable(newest.found);
    }

    /** Every record of a topic, in order within each partition. */
    public void all(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        read(topic, any -> true, each);
    }

    /**
     * Every record of a topic, and then whatever comes, until the calling thread is interrupted.
     *
     * @param caughtUp run once, between the last record that was there at the start and the first one after it
     */
    public void follow(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> each, Runnable caughtUp) {
        try (var reader = clients.reader(CLIENT)) {
            readToEnd(reader, partitions(reader, topic.name()), each);
            caughtUp.run();
            while (!Thread.currentThread().isInterrupted()) {
                reader.poll(POLL).forEach(each);
            }
        } catch (InterruptException e) {
            // Asked to stop while waiting; the flag stays set for the caller.
            Thread.currentThread().interrupt();
        }
    }

    /** One partition, twice or more: its ends are those of the first reading. */
    public <T> T partition(Topic<?> topic, int partition, Function<PartitionScan, T> work) {
        try (var reader = clients.reader(CLIENT)) {
            return work.apply(new PartitionScan(reader, new TopicPartition(topic.name(), partition)));
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

    private record Place(int partition, int count) {}

    private static int home(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    private void read(Topic<?> topic, Predicate<Place> chosen, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (var reader = clients.reader(CLIENT)) {
            List<TopicPartition> all = partitions(reader, topic.name());
            readToEnd(
                    reader,
                    all.stream()
                            .filter(partition -> chosen.test(new Place(partition.partition(), all.size())))
                            .toList(),
                    each);
        }
    }

    private static List<TopicPartition> partitions(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader, String topic) {
        return reader.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static void readToEnd(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader,
            List<TopicPartition> partitions,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            reader.poll(POLL).forEach(each);
        }
    }

    private static final class Newest implements Consumer<ConsumerRecord<byte[], byte[]>> {
        private final byte[] key;
        private @Nullable ConsumerRecord<byte[], byte[]> found;

        private Newest(byte[] key) {
            this.key = key;
        }

        @Override
        public void accept(ConsumerRecord<byte[], byte[]> next) {
            if (Arrays.equals(next.key(), key)) {
                found = next;
            }
        }
    }
}
