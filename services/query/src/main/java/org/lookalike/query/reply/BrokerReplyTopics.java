package org.lookalike.query.reply;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.TransientFailure;

/** Describes topics by asking the broker; caches its answers for a short time. Thread-safe. */
public final class BrokerReplyTopics implements ReplyTopics {
    private static final Duration TTL = Duration.ofSeconds(30);
    /** A topic that was just created must not be refused for long. */
    private static final Duration MISSING_TTL = Duration.ofSeconds(2);

    private static final int MAX_CACHED = 1_000;
    private static final int TIMEOUT_MS = 10_000;
    /** Kafka's own default, where the broker does not let this service read the topic's configuration. */
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

    private final Admin admin;
    private final InstantSource clock;
    private final Map<String, CachedLimits> cache = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CachedLimits> eldest) {
            return size() > MAX_CACHED;
        }
    };

    private record CachedLimits(Optional<Limits> limits, Instant until) {}

    /** Takes an administration client that stays the caller's to close. */
    public BrokerReplyTopics(Admin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Limits> find(String topic) {
        Instant now = clock.instant();
        CachedLimits known = cache.get(topic);
        if (known != null && now.isBefore(known.until())) {
            return known.limits();
        }
        Optional<Limits> limits = ask(topic);
        cache.remove(topic);
        cache.put(topic, new CachedLimits(limits, now.plus(limits.isPresent() ? TTL : MISSING_TTL)));
        return limits;
    }

    private Optional<Limits> ask(String topic) {
        try {
            int partitions = await(
                            admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                                    .topicNameValues()
                                    .get(topic))
                    .partitions()
                    .size();
            return Optional.of(new Limits(partitions, maxMessageBytes(topic)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException
                    || e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw unanswered(topic, e);
        } catch (TimeoutException e) {
            throw unanswered(topic, e);
        }
    }

    private int maxMessageBytes(String topic) throws ExecutionException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            ConfigEntry entry = await(
                            admin.describeConfigs(List.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
                                    .values()
                                    .get(resource))
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            return entry == null || entry.value() == null ? DEFAULT_MAX_MESSAGE_BYTES : Integer.parseInt(entry.value());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return DEFAULT_MAX_MESSAGE_BYTES;
            }
            throw e;
        }
    }

    private static <T> T await(@Nullable KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return Objects.requireNonNull(future).get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static TransientFailure unanswered(String topic, Exception cause) {
        return new TransientFailure("the broker does not describe topic %s".formatted(topic), cause);
    }
}
