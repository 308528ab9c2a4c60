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
 * What was read and is not in work yet, and how far each partition may be committed. Urgent records leave first; before
 * each leave the older ones of its key, so that a key's records are always worked on in their order. Used by one thread.
 */
final class Backlog {
    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_OFFSET =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset);

    private final ReadAhead readAhead;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    /** In the order of their coming; those that left with another of their key are passed over. */
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> urgent = new ArrayDeque<>();

    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    /** Read by whoever measures, too. */
    private volatile int records;

    private long bytes;

    Backlog(ReadAhead readAhead) {
        this.readAhead = readAhead;
    }

    /**
     * Some work.
     *
     * @param records in order within each partition; empty where partitions only moved over what is no record
     * @param firstOffsets where each partition stood before
     * @param nextOffsets where it may be committed afterwards: at its oldest record that is not done then
     */
    record Batch(
            List<ConsumerRecord<byte[], byte[]>> records,
            Map<TopicPartition, Long> firstOffsets,
            Map<TopicPartition, OffsetAndMetadata> nextOffsets) {}

    private static final class Partition {
        private final TreeMap<Long, ConsumerRecord<byte[], byte[]>> pending = new TreeMap<>();
        private final Map<ByteBuffer, ArrayDeque<ConsumerRecord<byte[], byte[]>>> byKey = new HashMap<>();
        /** Where the oldest record lies that was not given out, or lay when the last batch was taken. */
        private long begin;
        /** Whether it was ever part of a batch, so that {@link #begin} is what that batch commits. */
        private boolean given;
        /** Where reading goes on. */
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

    /** How many records are held. Any thread may ask. */
    int size() {
        return records;
    }

    /** Whether nothing is held that could be worked on. */
    boolean isEmpty() {
        return records == 0;
    }

    /** Whether more may be read while something is in work. */
    boolean hasRoom() {
        return records < readAhead.maxRecords() && bytes < readAhead.maxBytes();
    }

    /** Takes in what was polled. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        polled.nextOffsets().forEach((place, next) -> {
            List<ConsumerRecord<byte[], byte[]>> part = polled.records(place);
            long begin = part.isEmpty() ? next.offset() : part.get(0).offset();
            Partition partition = partitions.computeIfAbsent(place, absent -> new Partition(begin, next));
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
        (readAhead.canWait().test(record) ? waiting : urgent).add(record);
        count(1, size(record));
    }

    /**
     * What to work on next: what is urgent, else some of what can wait.
     *
     * @return empty where nothing is held and no partition moved
     */
    Optional<Batch> take() {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        leave(urgent, readAhead.urgentBatch(), taken);
        if (taken.isEmpty()) {
            leave(waiting, readAhead.waitingBatch(), taken);
        }
        taken.sort(BY_OFFSET);
        Set<TopicPartition> touched = taken.stream().map(Backlog::place).collect(Collectors.toSet());
        Map<TopicPartition, Long> first = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        partitions.forEach((place, partition) -> {
            OffsetAndMetadata reached = partition.next();
            // A partition may move without records, over the marks that end a transaction. That is committed too: else
            // a
            // group that has read everything would show a lag for ever.
            boolean moved = reached.offset() != partition.begin || (!partition.given && partition.pending.isEmpty());
            if (moved || touched.contains(place)) {
                first.put(place, partition.begin);
                next.put(place, reached);
                partition.begin = reached.offset();
                partition.given = true;
            }
        });
        return next.isEmpty() ? Optional.empty() : Optional.of(new Batch(taken, first, next));
    }

    /** Forgets partitions that now belong to somebody else, or are going to be read again. */
    void forget(Collection<TopicPartition> places) {
        for (TopicPartition place : places) {
            Partition forgotten = partitions.remove(place);
            if (forgotten != null) {
                forgotten.pending.values().forEach(this::uncount);
                urgent.removeIf(record -> place(record).equals(place));
                waiting.removeIf(record -> place(record).equals(place));
            }
        }
    }

    private void leave(
            ArrayDeque<ConsumerRecord<byte[], byte[]>> queue, int most, List<ConsumerRecord<byte[], byte[]>> taken) {
        while (taken.size() < most && !queue.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = queue.remove();
            Partition partition = partitions.get(place(record));
            if (partition != null && partition.pending.containsKey(record.offset())) {
                leaveWithOlder(partition, record, taken);
            }
        }
    }

    private void leaveWithOlder(
            Partition partition, ConsumerRecord<byte[], byte[]> record, List<ConsumerRecord<byte[], byte[]>> taken) {
        ConsumerRecord<byte[], byte[]> leaving = record;
        if (record.key() != null) {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            Deque<ConsumerRecord<byte[], byte[]>> sameKey = Objects.requireNonNull(partition.byKey.get(key));
            leaving = sameKey.remove();
            while (leaving.offset() < record.offset()) {
                leave(partition, leaving, taken);
                leaving = sameKey.remove();
            }
            if (sameKey.isEmpty()) {
                partition.byKey.remove(key);
            }
        }
        leave(partition, leaving, taken);
    }

    private void leave(
            Partition partition, ConsumerRecord<byte[], byte[]> record, List<ConsumerRecord<byte[], byte[]>> taken) {
        partition.pending.remove(record.offset());
        uncount(record);
        taken.add(record);
    }

    private void uncount(ConsumerRecord<byte[], byte[]> record) {
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

    private static TopicPartition place(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
