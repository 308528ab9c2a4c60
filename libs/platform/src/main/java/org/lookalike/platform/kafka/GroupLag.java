package org.lookalike.platform.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.TransientFailure;

/**
 * Tells how far groups lag behind, in time: when the first record was published that a group has yet to commit, the oldest of
 * all partitions, whether or not any of its members is running. A group that has committed nothing has everything before it, as it has once the broker has
 * forgotten its offsets.
 *
 * <p>It asks the broker for offsets, and reads one record of each partition that has a lag, unless nothing was committed there
 * since the last time. Used by one thread.
 */
public final class GroupLag implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Admin admin;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private @Nullable Consumer<byte[], byte[]> reader;
    private Map<Place, Optional<Instant>> known = new HashMap<>();

    /** A group, and a topic that it reads. */
    public record GroupTopic(String group, String topic) {}

    private record Place(TopicPartition partition, long offset) {}

    /**
     * Nothing is asked yet.
     *
     * @param admin the caller's to close
     * @param readers makes consumers without a group, closed by this
     */
    public GroupLag(Admin admin, Supplier<Consumer<byte[], byte[]>> readers) {
        this.admin = admin;
        this.readers = readers;
    }

    /**
     * When the first record was published that a group has yet to commit, the oldest of all partitions; empty where there is none. Topics that do not exist
     * are left out.
     *
     * @throws TransientFailure if the broker does not answer
     */
    public Map<GroupTopic, Optional<Instant>> oldest(Set<GroupTopic> wanted) {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(wanted);
        Map<String, List<TopicPartition>> partitions = new TreeMap<>();
        wanted.forEach(each -> partitions.computeIfAbsent(each.topic(), this::partitions));
        List<TopicPartition> all =
                partitions.values().stream().flatMap(List::stream).toList();
        Map<TopicPartition, Long> ends = offsets(all, OffsetSpec.latest());
        Map<TopicPartition, Long> beginnings = offsets(all, OffsetSpec.earliest());
        Map<Place, Optional<Instant>> read = new HashMap<>();
        Map<GroupTopic, Optional<Instant>> oldest = new HashMap<>();
        for (GroupTopic each : wanted) {
            List<Instant> published = new ArrayList<>();
            for (TopicPartition partition : partitions.getOrDefault(each.topic(), List.of())) {
                OffsetAndMetadata reached =
                        committed.getOrDefault(each.group(), Map.of()).get(partition);
                long beginning = beginnings.getOrDefault(partition, 0L);
                long next = reached == null ? beginning : Math.max(beginning, reached.offset());
                long end = ends.getOrDefault(partition, 0L);
                if (next < end) {
                    Place place = new Place(partition, next);
                    Optional<Instant> before = known.getOrDefault(place, Optional.empty());
                    // Where there was no record, one may have come.
                    Optional<Instant> at = before.isPresent() ? before : publishedAt(place, end);
                    read.put(place, at);
                    at.ifPresent(published::add);
                }
            }
            if (!partitions.getOrDefault(each.topic(), List.of()).isEmpty()) {
                oldest.put(each, published.stream().min(Instant::compareTo));
            }
        }
        known = read;
        return oldest;
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Set<GroupTopic> wanted) {
        Map<String, ListConsumerGroupOffsetsSpec> groups = wanted.stream()
                .map(GroupTopic::group)
                .distinct()
                .collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        return await(admin.listConsumerGroupOffsets(groups).all(), "groups " + groups.keySet())
                .orElse(Map.of());
    }

    private List<TopicPartition> partitions(String topic) {
        return await(
                        Objects.requireNonNull(admin.describeTopics(List.of(topic))
                                .topicNameValues()
                                .get(topic)),
                        "topic " + topic)
                .map(found -> found.partitions().stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList())
                .orElse(List.of());
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> specs =
                partitions.stream().collect(Collectors.toMap(each -> each, each -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(
                        admin.listOffsets(specs, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all(),
                        "topics")
                .ifPresent(found -> found.forEach((partition, result) -> offsets.put(partition, result.offset())));
        return offsets;
    }

    /** Of the first record at an offset or after it; empty if there are only markers of transactions before the end. */
    private Optional<Instant> publishedAt(Place place, long end) {
        Consumer<byte[], byte[]> consumer = reader == null ? readers.get() : reader;
        reader = consumer;
        consumer.assign(List.of(place.partition()));
        consumer.seek(place.partition(), place.offset());
        long start = System.nanoTime();
        while (consumer.position(place.partition()) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return Optional.of(Instant.ofEpochMilli(record.timestamp()));
            }
            if (System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new TransientFailure("%s cannot be read at %d".formatted(place.partition(), place.offset()));
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<T> await(KafkaFuture<T> answer, String of) {
        try {
            return Optional.of(answer.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new TransientFailure("the broker did not return the offsets of " + of, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
