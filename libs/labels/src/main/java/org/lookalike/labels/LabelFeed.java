package org.lookalike.labels;

import java.time.InstantSource;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.TopicReducer;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;

/** The topic {@code labels} as its readers fold it, so that every instance knows all labels. Thread-safe. */
public final class LabelFeed {
    private LabelFeed() {}

    /** A fold that runs as a part of the service from the service's start on. */
    public static MaterialisedTopic<Labels> of(Platform platform) {
        return platform.materialise(reducer(platform.codec()));
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which do not run for long.
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
