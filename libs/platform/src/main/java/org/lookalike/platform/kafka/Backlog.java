package org.lookalike.platform.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that were fetched and are not being processed yet, and how far each partition may be committed. Urgent
 * records are taken first, each after the older ones of its key, so that the records of a key are always processed in
 * order. Used by one thread.
 */
final class Backlog {
    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_OFFSET =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset);

    private final ReadAhead readAhead;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    /** In the order of fetching; those that were taken together with a newer one of their key are skipped. */
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> urgent = new ArrayDeque<>();

    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> deferrable = new ArrayDeque<>();
    /** Read by the gauge, too. */
    private volatile int records;

    private long bytes;

    Backlog(ReadAhead readAhead) {
        this.readAhead = readAhead;
    }

    /**
     * What is processed and committed together.
     *
     * @param records in order within each partition; empty if positions only advanced past transaction markers
     * @param firstOffsets the committable offset of each partition before
     * @param nextOffsets the committable offset afterwards: that of the oldest record that is not processed then
     */
    record Batch(
            List<ConsumerRecord<byte[], byte[]>> records,
            Map<TopicPartition, Long> firstOffsets,
            Map<TopicPartition, OffsetAndMetadata> nextOffsets) {}

    private static final class Partition {
        private final TreeMap<Long, ConsumerRecord<byte[], byte[]>> pending = new TreeMap<>();
        private final Map<ByteBuffer, ArrayDeque<ConsumerRecord<byte[], byte[]>>> byKey = new HashMap<>();
        /** The offset of the oldest record that was not taken, as of the last batch. */
        private long begin;
        /** Whether it was ever part of a batch, so that {@link #begin} is what that batch commits. */
        private boolean taken;
        /** The next offset to fetch. */
        private OffsetAndMetadata position;

        Partition(long begin, OffsetAndMetadata position) {
            this.begin = begin;
            this.position = position;
        }

        OffsetAndMetadata next() {
            if (pending.isEmpty()) {
                return position;
            }
            ConsumerRecord<byte[], byte[]> oldest = pending.firstEntry().getValue();
            return new OffsetAndMetadata(oldest.offset(), oldest.leaderEpoch(), "");
        }
    }

    /** How many records are held. Callable from any thread. */
    int size() {
        return records;
    }

    /** Whether no records are held. */
    boolean isEmpty() {
        return records == 0;
    }

    /** Whether more may be fetched while a batch is being processed. */
    boolean hasCapacity() {
        return records < readAhead.maxRecords() && bytes < readAhead.maxBytes();
    }

    /** Adds what was polled. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        polled.nextOffsets().forEach((topicPartition, next) -> {
            List<ConsumerRecord<byte[], byte[]>> part = polled.records(topicPartition);
            long begin = part.isEmpty() ? next.offset() : part.get(0).offset();
            Partition partition = partitions.computeIfAbsent(topicPartition, absent -> new Partition(begin, next));
            partition.position = next;
            part.forEach(record -> add(partition, record));
        });
    }

    private void add(Partition partition, ConsumerRecord<byte[], byte[]> record) {
        partition.pending.put(record.offset(), record);
        if (record.key() != null) {
            partition
                    .byKey
                    .computeIfAbsent(ByteBuffer.wrap(record.key()), absent -> new ArrayDeque<>(1))
                    .add(record);
        }
        (readAhead.canWait().test(record) ? deferrable : urgent).add(record);
        count(1, size(record));
    }

    /**
     * Takes the next batch: urgent records, or else some of those that can wait.
     *
     * @return empty if no records are held and no position has advanced
     */
    Optional<Batch> take() {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        take(urgent, readAhead.urgentBatch(), taken);
        if (taken.isEmpty()) {
            take(deferrable, readAhead.waitingBatch(), taken);
        }
        taken.sort(BY_OFFSET);
        Set<TopicPartition> affected = taken.stream().map(Backlog::partitionOf).collect(Collectors.toSet());
        Map<TopicPartition, Long> first = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        partitions.forEach((topicPartition, partition) -> {
            OffsetAndMetadata committable = partition.next();
            // A position may advance without records, past transaction markers. That is committed too: otherwise a
            // group that has read everything would show a lag forever.
            boolean advanced =
                    committable.offset() != partition.begin || (!partition.taken && partition.pending.isEmpty());
            if (advanced || affected.contains(topicPartition)) {
                first.put(topicPartition, partition.begin);
                next.put(topicPartition, committable);
                partition.begin = committable.offset();
                partition.taken = true;
            }
        });
        return next.isEmpty() ? Optional.empty() : Optional.of(new Batch(taken, first, next));
    }

    /** Removes partitions that now belong to another member, or are going to be read again. */
    void remove(Collection<TopicPartition> removedPartitions) {
        for (TopicPartition topicPartition : removedPartitions) {
            Partition removed = partitions.remove(topicPartition);
            if (removed != null) {
                removed.pending.values().forEach(this::subtract);
                urgent.removeIf(record -> partitionOf(record).equals(topicPartition));
                deferrable.removeIf(record -> partitionOf(record).equals(topicPartition));
            }
        }
    }

    private void take(
            ArrayDeque<ConsumerRecord<byte[], byte[]>> queue, int max, List<ConsumerRecord<byte[], byte[]>> taken) {
        while (taken.size() < max && !queue.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = queue.remove();
            Partition partition = partitions.get(partitionOf(record));
            if (partition != null && partition.pending.containsKey(record.offset())) {
                takeWithOlder(partition, record, taken);
            }
        }
    }

    private void takeWithOlder(
            Partition partition, ConsumerRecord<byte[], byte[]> record, List<ConsumerRecord<byte[], byte[]>> taken) {
        ConsumerRecord<byte[], byte[]> oldest = record;
        if (record.key() != null) {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            Deque<ConsumerRecord<byte[], byte[]>> sameKey = Objects.requireNonNull(partition.byKey.get(key));
            oldest = sameKey.remove();
            while (oldest.offset() < record.offset()) {
                take(partition, oldest, taken);
                oldest = sameKey.remove();
            }
            if (sameKey.isEmpty()) {
                partition.byKey.remove(key);
            }
        }
        take(partition, oldest, taken);
    }

    private void take(
            Partition partition, ConsumerRecord<byte[], byte[]> record, List<ConsumerRecord<byte[], byte[]>> taken) {
        partition.pending.remove(record.offset());
        subtract(record);
        taken.add(record);
    }

    private void subtract(ConsumerRecord<byte[], byte[]> record) {
        count(-1, -size(record));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the loop's thread alone.
    private void count(int more, long moreBytes) {
        records += more;
        bytes += moreBytes;
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
    }

    private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
