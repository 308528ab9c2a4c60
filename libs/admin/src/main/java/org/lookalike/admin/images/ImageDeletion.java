package org.lookalike.admin.images;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Topics;

/** Deletes images: one tombstone each, which every part of the system follows. */
public final class ImageDeletion {
    private final Producer<byte[], byte[]> producer;

    /** The producer stays the caller's to close. */
    public ImageDeletion(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Returns once the broker has acknowledged every tombstone.
     *
     * @throws TransientFailure if the broker does not take one
     */
    public void delete(Collection<String> imageIds) throws InterruptedException {
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        for (String imageId : imageIds) {
            sends.add(producer.send(Records.tombstone(Topics.IMAGES_ARRIVED, imageId)));
        }
        try {
            for (Future<RecordMetadata> send : sends) {
                send.get();
            }
        } catch (ExecutionException e) {
            throw new TransientFailure("the broker did not take the deletion: " + e.getCause(), e.getCause());
        }
    }
}
