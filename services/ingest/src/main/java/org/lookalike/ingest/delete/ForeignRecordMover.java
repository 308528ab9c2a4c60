package org.lookalike.ingest.delete;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.KeyPartitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the records of {@code images.arrived} that lie on a foreign partition, tombstones included: publishes them again on
 * their key's own, and lets compaction remove the first by a tombstone with a header that says so. A record takes its
 * place in its key's order when it is moved. Must publish in transactions.
 */
public final class ForeignRecordMover implements BatchHandler {
    /** Marks the tombstone left where a record was moved from; it deletes no image. */
    public static final String MOVED = "lookalike-moved-to";

    private static final Logger LOGGER = LoggerFactory.getLogger(ForeignRecordMover.class);

    private final KeyPartitions partitions;
    private final MeterRegistry metrics;

    public ForeignRecordMover(KeyPartitions partitions, MeterRegistry metrics) {
        this.partitions = partitions;
        this.metrics = metrics;
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>();
        int moved = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            boolean marker = record.value() == null && record.headers().lastHeader(MOVED) != null;
            if (marker || !partitions.isForeign(record)) {
                continue;
            }
            int own = partitions.of(record.key());
            outputs.add(
                    new ProducerRecord<>(record.topic(), own, null, record.key(), record.value(), record.headers()));
            ProducerRecord<byte[], byte[]> left =
                    new ProducerRecord<>(record.topic(), record.partition(), record.key(), null);
            left.headers().add(MOVED, Integer.toString(own).getBytes(StandardCharsets.UTF_8));
            outputs.add(left);
            moved++;
        }
        if (moved > 0) {
            metrics.counter("lookalike.ingest.moved").increment(moved);
            LOGGER.atWarn()
                    .addKeyValue("records", moved)
                    .log("moved records of images.arrived that a producer with another partitioner has written");
        }
        return BatchResult.of(outputs);
    }
}
