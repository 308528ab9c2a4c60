package org.lookalike.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Quarantine.Picture;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.space.Space;

/**
 * One batch of vectors: the newest record of each picture wins, rows are written by id, so that a batch which comes again
 * changes nothing.
 */
final class SinkHandler implements BatchHandler {
    private final VectorRows rows;
    private final Quarantine quarantine;
    private final Collections collections;
    private final MeterRegistry metrics;

    SinkHandler(VectorRows rows, Quarantine quarantine, Collections collections, MeterRegistry metrics) {
        this.rows = rows;
        this.quarantine = quarantine;
        this.collections = collections;
        this.metrics = metrics;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<ProducerRecord<byte[], byte[]>> refused = new ArrayList<>();
        Map<Space, Map<String, VectorRow>> upserts = new LinkedHashMap<>();
        List<String> deletes = new ArrayList<>();
        newestByKey(batch, refused).forEach((key, origin) -> {
            if (origin.value() == null) {
                deletes.add(key);
                return;
            }
            try {
                VectorRows.SpaceRow row = rows.read(key, origin.value());
                upserts.computeIfAbsent(row.space(), space -> new LinkedHashMap<>())
                        .put(key, row.row());
            } catch (PermanentFailure failure) {
                refused.add(quarantine.refuse(new Picture(key, null, null), failure, origin));
            }
        });
        upserts.forEach((space, byId) -> {
            collections.upsert(space, List.copyOf(byId.values()));
            metrics.counter("lookalike.sink.upserts", "space", space.id()).increment(byId.size());
        });
        collections.delete(deletes);
        metrics.counter("lookalike.sink.deletes").increment(deletes.size());
        return refused;
    }

    /** Offsets grow within a partition, and a key has one partition: the last record seen is the newest. */
    private Map<String, ConsumerRecord<byte[], byte[]>> newestByKey(
            List<ConsumerRecord<byte[], byte[]>> batch, List<ProducerRecord<byte[], byte[]>> refused) {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> origin : batch) {
            String key = Records.text(origin.key());
            if (key == null) {
                PermanentFailure failure = new PermanentFailure(
                        ErrorCode.INVALID_FIELD,
                        "%s-%d@%d has no key, must be the image id"
                                .formatted(origin.topic(), origin.partition(), origin.offset()));
                refused.add(quarantine.refuse(new Picture(null, null, null), failure, origin));
            } else {
                newest.put(key, origin);
            }
        }
        return newest;
    }
}
