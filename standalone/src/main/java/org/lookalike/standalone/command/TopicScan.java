package org.lookalike.standalone.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topic;

/** Reads a topic from its beginning to its present end, once. */
final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaClients clients;

    TopicScan(KafkaClients clients) {
        this.clients = clients;
    }

    /** The newest record of a key, a tombstone included. Reads only the partition that the key belongs to. */
    Optional<ConsumerRecord<byte[], byte[]>> of(Topic<?> topic, String key) {
        byte[] wanted = Records.key(key);
        Newest newest = new Newest(wanted);
        // The default partitioner's rule; a record published by another rule would not be compacted with the others.
        read(topic, partition -> partition.partition() == home(wanted, partition.count()), newest);
        return Optional.ofNullable(newest.found);
    }

    /** Every record of a topic, in order within each partition. */
    void all(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        read(topic, any -> true, each);
    }

    /** One record by its place, or empty where it has been forgotten. */
    Optional<ConsumerRecord<byte[], byte[]>> at(String topic, int partition, long offset) {
        try (var reader = clients.reader("lookalike-command")) {
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
        try (var reader = clients.reader("lookalike-command")) {
            int count = reader.partitionsFor(topic.name()).size();
            List<TopicPartition> partitions = reader.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> chosen.test(new Place(partition.partition(), count)))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(POLL).forEach(each);
            }
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
