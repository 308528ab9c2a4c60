package org.lookalike.platform.kafka;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The outcome of a batch. Everything in it becomes durable together with the batch's offsets.
 *
 * @param outputs the records to publish, in this order
 * @param refusals what could not be processed; {@link BatchLoop} publishes a quarantine record for each after the outputs,
 *     and logs and counts it once the batch is committed
 */
public record BatchResult(List<ProducerRecord<byte[], byte[]>> outputs, List<Refusal> refusals) {
    private static final BatchResult NONE = new BatchResult(List.of(), List.of());

    public BatchResult {
        outputs = List.copyOf(outputs);
        refusals = List.copyOf(refusals);
    }

    /** A batch whose effects lie outside Kafka. */
    public static BatchResult none() {
        return NONE;
    }

    /** A batch of which nothing was refused. */
    public static BatchResult of(List<ProducerRecord<byte[], byte[]>> outputs) {
        return new BatchResult(outputs, List.of());
    }
}
