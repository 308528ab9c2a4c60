package org.lookalike.ingest.inbox;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.intake.accept.Submission;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.schemas.ImageIds;

/**
 * Accepts the plain images that cameras publish on {@code images.inbox}. A refused one is quarantined alone, with its bytes
 * in the image store.
 */
public final class InboxHandler implements BatchHandler {
    private final InboxConfig config;
    private final ImageAcceptor acceptor;

    public InboxHandler(InboxConfig config, ImageAcceptor acceptor) {
        this.config = config;
        this.acceptor = acceptor;
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(records.size());
        List<Refusal> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            @Nullable Submission submission = null;
            try {
                submission = InboxRecord.read(record, config.source());
                outputs.add(acceptor.accept(submission).message());
            } catch (PermanentFailure e) {
                refusals.add(new Refusal(refusedImage(record, submission), e, withoutValue(record)));
            }
        }
        return new BatchResult(outputs, refusals);
    }

    /** @param read the image, or null if its record could not be read */
    private Refusal.Image refusedImage(ConsumerRecord<byte[], byte[]> record, @Nullable Submission read) {
        Submission submission = read == null ? InboxRecord.remains(record, config.source()) : read;
        if (record.value() != null) {
            return acceptor.storeRefused(submission);
        }
        String imageId = submission.imageId();
        boolean valid = imageId != null && ImageIds.problemWithId(imageId) == null;
        return new Refusal.Image(valid ? imageId : null, null, submission.source());
    }

    /** The value is in the image store already. */
    private static ConsumerRecord<byte[], byte[]> withoutValue(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(), null);
    }
}
