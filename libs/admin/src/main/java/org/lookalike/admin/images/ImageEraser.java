package org.lookalike.admin.images;

import java.time.InstantSource;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ImageDeletion;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;

/**
 * Asks for images to be deleted. Ingest writes the tombstones, which every part of the system follows; what no tombstone
 * reaches, the audit takes away.
 */
public final class ImageEraser {
    private final Records records;
    private final RecordSender sender;
    private final InstantSource clock;

    /** Codec and producer remain the caller's to close. */
    public ImageEraser(AvroCodec codec, Producer<byte[], byte[]> producer, InstantSource clock) {
        this.records = new Records(codec);
        this.sender = new RecordSender(producer);
        this.clock = clock;
    }

    /**
     * Returns once the broker has acknowledged every record.
     *
     * @param by who asks for it
     * @param reason why; may be empty
     * @throws org.lookalike.platform.failure.TransientFailure if the broker or the registry does not answer
     */
    public void delete(Set<String> imageIds, String by, String reason) throws InterruptedException {
        sender.send(imageIds.stream().map(id -> request(id, by, reason)).toList());
    }

    private ProducerRecord<byte[], byte[]> request(String imageId, String by, String reason) {
        return records.of(
                Topics.IMAGES_DELETIONS,
                imageId,
                ImageDeletion.newBuilder()
                        .setImageId(imageId)
                        .setBy(by)
                        .setReason(reason)
                        .setRequestedAt(clock.instant())
                        .build());
    }
}
