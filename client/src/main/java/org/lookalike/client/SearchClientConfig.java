package org.lookalike.client;

import java.time.Duration;
import java.util.Map;

/**
 * How a client reaches the system.
 *
 * @param bootstrapServers host:port pairs separated by commas
 * @param registryUrl the schema registry's base URL
 * @param requestTopic where requests go
 * @param replyTopic where answers come; must be on the query service's allow-list
 * @param timeout how long a search may take unless it says otherwise; sent along as its deadline
 * @param maxInFlight how many searches may wait for their answer at once; one more fails with OVERLOADED
 * @param clientProperties further properties for the Kafka clients, such as security
 */
public record SearchClientConfig(
        String bootstrapServers,
        String registryUrl,
        String requestTopic,
        String replyTopic,
        Duration timeout,
        int maxInFlight,
        Map<String, String> clientProperties) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int DEFAULT_MAX_IN_FLIGHT = 1_000;

    public SearchClientConfig {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is %s, must be more than zero".formatted(timeout));
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight is %d, must be at least 1".formatted(maxInFlight));
        }
        clientProperties = Map.copyOf(clientProperties);
    }

    /** The standard topics, ten seconds, a thousand in flight. */
    public static SearchClientConfig of(String bootstrapServers, String registryUrl) {
        return new SearchClientConfig(
                bootstrapServers,
                registryUrl,
                "search.requests",
                "search.replies",
                DEFAULT_TIMEOUT,
                DEFAULT_MAX_IN_FLIGHT,
                Map.of());
    }

    public SearchClientConfig withReplyTopic(String newReplyTopic) {
        return new SearchClientConfig(
                bootstrapServers, registryUrl, requestTopic, newReplyTopic, timeout, maxInFlight, clientProperties);
    }

    public SearchClientConfig withTimeout(Duration newTimeout) {
        return new SearchClientConfig(
                bootstrapServers, registryUrl, requestTopic, replyTopic, newTimeout, maxInFlight, clientProperties);
    }

    public SearchClientConfig withMaxInFlight(int newMaxInFlight) {
        return new SearchClientConfig(
                bootstrapServers, registryUrl, requestTopic, replyTopic, timeout, newMaxInFlight, clientProperties);
    }

    public SearchClientConfig withClientProperties(Map<String, String> newProperties) {
        return new SearchClientConfig(
                bootstrapServers, registryUrl, requestTopic, replyTopic, timeout, maxInFlight, newProperties);
    }

    /** Without the values of the client properties, which may be secrets. */
    @Override
    public String toString() {
        return "SearchClientConfig[bootstrapServers=%s, registryUrl=%s, requestTopic=%s, replyTopic=%s, timeout=%s, maxInFlight=%d, clientProperties=%s]"
                .formatted(
                        bootstrapServers,
                        registryUrl,
                        requestTopic,
                        replyTopic,
                        timeout,
                        maxInFlight,
                        clientProperties.keySet());
    }
}
