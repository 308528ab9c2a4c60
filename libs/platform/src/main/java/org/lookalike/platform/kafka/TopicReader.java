package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;
import org.lookalike.platform.failure.TransientFailure;

/** Reads partitions of a topic from their beginnings, piece by piece, in no group. Used by one thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Duration standstill;
    private final List<TopicPartition> partitions;

    /**
     * A reader of all partitions that has read nothing yet.
     *
     * @param consumer without a group; closed by this reader, also where the topic cannot be found
     */
    public TopicReader(Consumer<byte[], byte[]> consumer, String topic) {
        this(consumer, topic, STANDSTILL);
    }

    /** @param standstill so long no record may come before the end */
    TopicReader(Consumer<byte[], byte[]> consumer, String topic, Duration standstill) {
        this(consumer, topic, standstill, count -> IntStream.range(0, count));
    }

    private TopicReader(
            Consumer<byte[], byte[]> consumer, String topic, Duration standstill, IntFunction<IntStream> chosen) {
        this.consumer = consumer;
        this.topic = topic;
        this.standstill = standstill;
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
        return new TopicReader(consumer, topic, STANDSTILL, count -> IntStream.of(partition));
    }

    /**
     * A reader of the partition that a key belongs to by the default partitioner's rule; a record published by another
     * rule would not be compacted with the others of its key.
     */
    public static TopicReader ofKey(Consumer<byte[], byte[]> consumer, String topic, byte[] key) {
        int hash = Utils.toPositive(Utils.murmur2(key));
        return new TopicReader(
                consumer, topic, STANDSTILL, count -> count == 0 ? IntStream.empty() : IntStream.of(hash % count));
    }

    /** Goes back to the beginnings. */
    public void rewind() {
        consumer.seekToBeginning(partitions);
    }

    /** What are the partitions' ends now. */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(partitions);
    }

    /** The next offset of each partition: all before it were handed out. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    /** Reads on, up to what is the topic's end now or a little further; otherwise as the other. */
    public void readOn(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        readOn(ends(), each);
    }

    /**
     * Reads on, up to these ends or a little further.
     *
     * @param each told every record, in order within each partition
     * @throws TransientFailure if for a minute nothing comes before the end
     * @throws InterruptException if the thread is interrupted; its flag stays set
     */
    public void readOn(
            Map<TopicPartition, Long> ends, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long moved = System.nanoTime();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptException("reading the topic %s was ended".formatted(topic));
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                moved = System.nanoTime();
                each.accept(record);
            }
            if (System.nanoTime() - moved > standstill.toNanos()) {
                throw new TransientFailure("topic %s cannot be read to its end".formatted(topic));
            }
        }
    }

    @Override
    public void close() {
        // An interrupted thread could not close the consumer in order.
        boolean interrupted = Thread.interrupted();
        try {
            consumer.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
