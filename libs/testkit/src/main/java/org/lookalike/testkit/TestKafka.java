package org.lookalike.testkit;

import org.lookalike.embedded.kafka.EmbeddedKafka;

/** The Kafka broker that the tests of one JVM share: topics and groups need unique names. */
public final class TestKafka {

    private static final SharedServer<EmbeddedKafka> SERVER =
            new SharedServer<>("kafka", folder -> EmbeddedKafka.start(folder, 0));

    private TestKafka() {}

    /** The address of the broker, started at the first call. */
    public static String bootstrapServers() {
        return SERVER.get().bootstrapServers();
    }
}
