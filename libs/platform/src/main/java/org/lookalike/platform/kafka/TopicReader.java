package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.TransientFailure;

/** Reads partitions of a topic from their beginnings up to given ends, without a group. Used by one thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Duration stallTimeout;
    private final List<TopicPartition> partitions;

    /**
     * A reader of all partitions.
     *
     * @param consumer without a group; closed by this reader, also where the topic cannot be found
     */
    public TopicReader(Consumer<byte[], byte[]> consumer, String topic) {
        this(consumer, topic, STALL_TIMEOUT);
    }

    /** @param stallTimeout how long no record may arrive before the ends are reached */
    TopicReader(Consumer<byte[], byte[]> consumer, String topic, Duration stallTimeout) {
        this(consumer, topic, stallTimeout, count -> IntStream.range(0, count));
    }

    private TopicReader(
            Consumer<byte[], byte[]> consumer, String topic, Duration stallTimeout, IntFunction<IntStream> chosen) {
        this.consumer = consumer;
        this.topic = topic;
        this.stallTimeout = stallTimeout;
        try {
            int count = consumer.partitionsFor(topic).size();
            this.partitions = chosen.apply(count)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            rewind();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** A reader of one partition. */
    public static TopicReader ofPartition(Consumer<byte[], byte[]> consumer, String topic, int partition) {
        return new TopicReader(consumer, topic, STALL_TIMEOUT, count -> IntStream.of(partition));
    }

    /**
     * A reader of the partition that the default partitioner chooses for a key; a record in another partition would not be
     * compacted with the others of its key.
     */
    public static TopicReader ofKey(Consumer<byte[], byte[]> consumer, String topic, byte[] key) {
        int hash = KeyPartitions.hash(key);
        return new TopicReader(
                consumer,
                topic,
                STALL_TIMEOUT,
                count -> count == 0 ? IntStream.empty() : IntStream.of(KeyPartitions.partition(hash, count)));
    }

    /** Seeks to the beginnings. */
    public void rewind() {
        consumer.seekToBeginning(partitions);
    }

    /** The current end offsets of the partitions. */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /** The position in each partition: the offset of the next record. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    /** Reads up to the topic's current end, or a little further. */
    public void read(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        read(ends(), each);
    }

    /**
     * Reads up to the given ends, or a little further.
     *
     * @param each called with every record, in order within each partition
     * @throws TransientFailure if no record arrives for a minute before the ends are reached
     * @throws InterruptException if the thread is interrupted; its flag remains set
     */
    public void read(Map<TopicPartition, Long> ends, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long moved = System.nanoTime();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptException("reading the topic %s was interrupted".formatted(topic));
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                moved = System.nanoTime();
                each.accept(record);
            }
            if (System.nanoTime() - moved > stallTimeout.toNanos()) {
                throw new TransientFailure("topic %s cannot be read to its end".formatted(topic));
            }
        }
    }

    @Override
    public void close() {
        // An interrupted thread could not close the consumer in order. A reader has no group to leave and nothing to
        // commit:
        // it need not wait for the broker.
        boolean interrupted = Thread.interrupted();
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
