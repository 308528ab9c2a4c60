package org.lookalike.query.reply;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.query.reply.ReplyTopics.Limits;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where an answer goes. Headers win over the record's own fields; a topic outside the allow-list is never
 * written to, its caller is told so on search.replies. Thread-safe.
 */
public final class ReplyRouter {
    /** The longest correlation id that is sent back, in bytes. */
    static final int MAX_CORRELATION_BYTES = 4_096;

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplyRouter.class);
    private static final String DEFAULT_TOPIC = Topics.SEARCH_REPLIES.name();

    private final List<String> allowed;
    private final ReplyTopics topics;

    /**
     * Takes the allow-list.
     *
     * @param allowed names of topics, or beginnings of names followed by an asterisk
     */
    public ReplyRouter(List<String> allowed, ReplyTopics topics) {
        this.allowed = List.copyOf(allowed);
        this.topics = topics;
    }

    /**
     * Where an answer goes.
     *
     * @param address where to
     * @param refusal why the request is refused instead of answered there or at all, or null
     */
    public record Route(ReplyAddress address, @Nullable PermanentFailure refusal) {}

    /** Whether a record that cannot be read says in its headers that somebody waits for an answer. */
    public static boolean isExpected(Headers headers) {
        return headers.lastHeader(ReplyHeaders.REPLY_TOPIC) != null
                || headers.lastHeader(ReplyHeaders.REPLY_PARTITION) != null
                || headers.lastHeader(ReplyHeaders.CORRELATION_ID) != null;
    }

    /**
     * Finds the address.
     *
     * @param recordTopic the topic that the record itself names, or null
     * @param recordPartition the partition that the record itself names, or null
     * @throws TransientFailure if the broker does not answer, or has no search.replies
     */
    public Route route(Headers headers, @Nullable String recordTopic, @Nullable Integer recordPartition) {
        byte[] correlationId = value(headers, ReplyHeaders.CORRELATION_ID);
        if (correlationId != null && correlationId.length > MAX_CORRELATION_BYTES) {
            return refuse(
                    ErrorCode.INVALID_FIELD,
                    "header %s has %d bytes, limit %d"
                            .formatted(ReplyHeaders.CORRELATION_ID, correlationId.length, MAX_CORRELATION_BYTES),
                    fallback(null));
        }
        byte[] topicHeader = value(headers, ReplyHeaders.REPLY_TOPIC);
        String topic = topicHeader != null ? new String(topicHeader, StandardCharsets.UTF_8) : recordTopic;
        if (topic == null) {
            topic = DEFAULT_TOPIC;
        }
        if (!isAllowed(topic)) {
            LOGGER.atWarn().addKeyValue("replyTopic", topic).log("reply topic refused");
            return refuse(
                    ErrorCode.REPLY_TOPIC_NOT_ALLOWED,
                    "reply topic '%s' is not on the allow-list %s".formatted(topic, allowed),
                    fallback(correlationId));
        }
        Optional<Limits> limits = topics.find(topic);
        if (limits.isEmpty()) {
            return refuse(
                    ErrorCode.INVALID_FIELD,
                    "reply topic '%s' does not exist".formatted(topic),
                    fallback(correlationId));
        }
        return withPartition(topic, limits.get(), headers, recordPartition, correlationId);
    }

    private static Route withPartition(
            String topic,
            Limits limits,
            Headers headers,
            @Nullable Integer recordPartition,
            byte @Nullable [] correlationId) {
        ReplyAddress anyPartition = new ReplyAddress(topic, null, correlationId, limits.maxMessageBytes());
        byte[] header = value(headers, ReplyHeaders.REPLY_PARTITION);
        if (header != null && header.length != Integer.BYTES) {
            return refuse(
                    ErrorCode.INVALID_FIELD,
                    "header %s has %d bytes, must have 4, big endian"
                            .formatted(ReplyHeaders.REPLY_PARTITION, header.length),
                    anyPartition);
        }
        Integer partition =
                header != null ? Integer.valueOf(ByteBuffer.wrap(header).getInt()) : recordPartition;
        if (partition == null) {
            return new Route(anyPartition, null);
        }
        if (partition < 0 || partition >= limits.partitions()) {
            return refuse(
                    ErrorCode.INVALID_FIELD,
                    "reply partition is %d, topic %s has partitions 0 to %d"
                            .formatted(partition, topic, limits.partitions() - 1),
                    anyPartition);
        }
        return new Route(new ReplyAddress(topic, partition, correlationId, limits.maxMessageBytes()), null);
    }

    private boolean isAllowed(String topic) {
        return allowed.stream()
                .anyMatch(entry -> entry.endsWith("*")
                        ? topic.startsWith(entry.substring(0, entry.length() - 1))
                        : topic.equals(entry));
    }

    private ReplyAddress fallback(byte @Nullable [] correlationId) {
        Limits limits = topics.find(DEFAULT_TOPIC)
                .orElseThrow(() -> new TransientFailure(
                        "topic %s does not exist; create it with: lookalike topics --create".formatted(DEFAULT_TOPIC)));
        return new ReplyAddress(DEFAULT_TOPIC, null, correlationId, limits.maxMessageBytes());
    }

    private static Route refuse(ErrorCode code, String message, ReplyAddress address) {
        return new Route(address, new PermanentFailure(code, message));
    }

    private static byte @Nullable [] value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }
}
