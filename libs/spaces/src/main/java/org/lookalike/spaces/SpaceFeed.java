package org.lookalike.spaces;

import java.time.InstantSource;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.TopicReducer;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.schemas.Topics;

/** Materialises the topic {@code spaces}, so that every instance knows all spaces. Thread-safe. */
public final class SpaceFeed {
    private SpaceFeed() {}

    /** The materialised topic, kept up to date by the service from its start on. */
    public static MaterialisedTopic<Spaces> of(Platform platform) {
        return platform.materialise(reducer(platform.codec()));
    }

    /**
     * Reads the topic once, from its beginning to its present end: for commands, which are short-lived.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public static Spaces read(KafkaClients clients, AvroCodec codec) {
        return MaterialisedTopic.read(reducer(codec), clients);
    }

    private static TopicReducer<Spaces> reducer(AvroCodec codec) {
        SpaceRecords records = new SpaceRecords(codec, InstantSource.system());
        return TopicReducer.of(
                Topics.SPACES,
                Spaces.none(),
                (spaces, record) -> record.value() == null ? spaces : records.apply(spaces, record.value()));
    }
}
