package org.lookalike.labels;

import java.time.InstantSource;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.TopicReducer;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;

/** Materialises the topic {@code labels}, so that every instance knows all labels. Thread-safe. */
public final class LabelFeed {
    private LabelFeed() {}

    /** The materialised topic, kept up to date by the service from its start on. */
    public static MaterialisedTopic<Labels> of(Platform platform) {
        return platform.materialise(reducer(platform.codec()));
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which are short-lived.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public static Labels read(KafkaClients clients, AvroCodec codec) {
        return MaterialisedTopic.read(reducer(codec), clients);
    }

    static TopicReducer<Labels> reducer(AvroCodec codec) {
        LabelRecords records = new LabelRecords(codec, InstantSource.system());
        return TopicReducer.batched(
                Topics.LABELS, Labels.none(), Labels::changes, records::apply, Labels.Changes::made);
    }
}
