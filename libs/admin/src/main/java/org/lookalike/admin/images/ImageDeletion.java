package org.lookalike.admin.images;

import java.util.Collection;
import org.apache.kafka.clients.producer.Producer;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;

/** Deletes images: one tombstone each, which every part of the system follows. */
public final class ImageDeletion {
    private final RecordSender sender;

    /** The producer remains the caller's to close. */
    public ImageDeletion(Producer<byte[], byte[]> producer) {
        this.sender = new RecordSender(producer);
    }

    /**
     * Returns once the broker has acknowledged every tombstone.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not acknowledge one
     */
    public void delete(Collection<String> imageIds) throws InterruptedException {
        sender.send(imageIds.stream()
                .map(imageId -> Records.tombstone(Topics.IMAGES_ARRIVED, imageId))
                .toList());
    }
}
