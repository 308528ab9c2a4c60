package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.TransientFailure;

/** Reads all partitions of a topic from their beginnings, piece by piece, in no group. Used by one thread. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Duration standstill;
    private final List<TopicPartition> partitions;

    /**
     * A reader that has read nothing yet.
     *
     * @param consumer without a group; closed by this reader, also where the topic cannot be found
     */
    public TopicReader(Consumer<byte[], byte[]> consumer, String topic) {
        this(consumer, topic, STANDSTILL);
    }

    /** @param standstill so long no record may come before the end */
    TopicReader(Consumer<byte[], byte[]> consumer, String topic, Duration standstill) {
        this.consumer = consumer;
        this.topic = topic;
        this.standstill = standstill;
        try {
            this.partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** The next offset of each partition: all before it were handed out. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    /**
     * Reads on, up to what is the topic's end now or a little further.
     *
     * @param each told every record, in order within each partition
     * @throws TransientFailure if for a minute nothing comes before the end
     * @throws InterruptException if the thread is interrupted; its flag stays set
     */
    public void readOn(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
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
        consumer.close();
    }
}
