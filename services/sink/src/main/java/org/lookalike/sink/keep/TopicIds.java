package org.lookalike.sink.keep;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;

/** Reads a space's topic of vectors piece by piece, from its beginning. Used by one thread. */
final class TopicIds implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> reader;
    private final VectorRows rows;
    private final Space space;
    private final List<TopicPartition> partitions;

    /** @param reader closed by this */
    TopicIds(Consumer<byte[], byte[]> reader, VectorRows rows, Space space) {
        this.reader = reader;
        this.rows = rows;
        this.space = space;
        this.partitions = reader.partitionsFor(space.vectorsTopic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
    }

    /** What a record says of a picture. */
    interface Listener {
        /** It belongs into the space, as far as can be told without placing it there. */
        void present(String id, ConsumerRecord<byte[], byte[]> origin);

        /** It has a tombstone. */
        void forgotten(String id);
    }

    /** Where reading goes on; once committed by the group, everything told so far has been brought into the space. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, reader.position(partition)));
        return positions;
    }

    /** Reads on, up to what is the topic's end now. */
    void readOn(Listener listener) {
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        long moved = System.nanoTime();
        while (partitions.stream()
                .anyMatch(partition -> reader.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptException("counting was ended");
            }
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                moved = System.nanoTime();
                tell(listener, record);
            }
            if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                throw new TransientFailure("topic %s cannot be read to its end".formatted(space.vectorsTopic()));
            }
        }
    }

    private void tell(Listener listener, ConsumerRecord<byte[], byte[]> record) {
        try {
            String id = VectorRows.id(record);
            if (record.value() == null) {
                listener.forgotten(id);
            } else if (rows.read(id, record.value()).fits(space)) {
                listener.present(id, record);
            }
        } catch (PermanentFailure e) {
            // The sink refused it as well: the picture stays as it was.
            return;
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
