package org.lookalike.platform.kafka;

import org.lookalike.events.Stage;
import org.lookalike.schemas.Topic;

/**
 * What a {@link BatchLoop} consumes, and how.
 *
 * @param stage the step of processing that quarantined records name
 * @param group the consumer group
 * @param maxRecords the maximum number of records per poll
 * @param readAhead how far the loop reads ahead while its handler is busy
 */
public record Subscription(Stage stage, Topic<?> topic, String group, int maxRecords, ReadAhead readAhead) {
    /** In the topic's order; each poll is a batch. */
    public static Subscription inOrder(Stage stage, Topic<?> topic, String group, int maxRecords) {
        return new Subscription(stage, topic, group, maxRecords, ReadAhead.none());
    }
}
