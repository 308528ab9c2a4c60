package org.lookalike.schemas;

/** The request/reply headers that Kafka callers already use; Spring's ReplyingKafkaTemplate works unchanged. */
public final class ReplyHeaders {
    /** Where to answer: a topic's name, UTF-8. */
    public static final String REPLY_TOPIC = "kafka_replyTopic";

    /** Which partition to answer on: four bytes, big endian. */
    public static final String REPLY_PARTITION = "kafka_replyPartition";

    /** Any bytes; they come back unchanged. */
    public static final String CORRELATION_ID = "kafka_correlationId";

    /** Who asks, UTF-8, at most 128 bytes: all requests of one client have one share of what the service can do. */
    public static final String CLIENT_ID = "client-id";

    private ReplyHeaders() {}
}
