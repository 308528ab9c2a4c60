package org.lookalike.ingest.inbox;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.intake.accept.Submission;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.schemas.ImageIds;

/**
 * Takes in the plain images that cameras publish on {@code images.inbox}. What is refused goes to quarantine alone,
 * with its bytes in the image store; an outage holds everything back.
 */
public final class InboxHandler implements BatchHandler {
    private final InboxConfig config;
    private final ImageAcceptor acceptor;
    private final Quarantine quarantine;

    public InboxHandler(InboxConfig config, ImageAcceptor acceptor, Quarantine quarantine) {
        this.config = config;
        this.acceptor = acceptor;
        this.quarantine = quarantine;
    }

    private record Refusal(Quarantine.Image image, PermanentFailure failure, ConsumerRecord<byte[], byte[]> origin) {}

    @Override
    public List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(records.size());
        List<Refusal> refusals = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Submission submission = InboxRecord.remains(record, config.source());
            try {
                submission = InboxRecord.read(record, config.source());
                outputs.add(acceptor.accept(submission).message());
            } catch (PermanentFailure e) {
                refusals.add(new Refusal(setAside(record, submission), e, withoutValue(record)));
            }
        }
        // Only once nothing is in the way any more: an outage repeats the batch, and each refusal is told once.
        for (Refusal refusal : refusals) {
            outputs.add(quarantine.refuse(refusal.image(), refusal.failure(), refusal.origin()));
        }
        return outputs;
    }

    private Quarantine.Image setAside(ConsumerRecord<byte[], byte[]> record, Submission submission) {
        if (record.value() != null) {
            return acceptor.setAside(submission);
        }
        String imageId = submission.imageId();
        boolean sound = imageId != null && ImageIds.problemWithId(imageId) == null;
        return new Quarantine.Image(sound ? imageId : null, null, submission.source());
    }

    /** The value lies in the image store; carrying it along as well would say nothing new. */
    private static ConsumerRecord<byte[], byte[]> withoutValue(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(), null);
    }
}
