package org.lookalike.ingest.erase;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Records;

/**
 * Deletes the bytes of images that have a tombstone on {@code images.arrived}. Deletes only what was written at or before the
 * tombstone's timestamp, so that a replay from the start spares what was published again under the same id.
 */
public final class Eraser implements BatchHandler {
    private final ImageStore store;

    /** @param store remains the caller's to close */
    public Eraser(ImageStore store) {
        this.store = store;
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String imageId = Records.text(record.key());
            if (record.value() == null && imageId != null) {
                int unused = store.delete(imageId, Instant.ofEpochMilli(record.timestamp()));
            }
        }
        return BatchResult.none();
    }
}
