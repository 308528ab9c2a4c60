package org.lookalike.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.lookalike.schemas.Topics;

/**
 * How a {@link SearchClient} reaches the service.
 *
 * @param bootstrapServers the brokers: host:port pairs separated by commas
 * @param registryUrl the schema registry's base URL
 * @param replyTopic where the answers come; must exist and be on the service's allow-list
 * @param defaultTimeout how long a search waits that says nothing itself, more than zero
 * @param maxInFlight most searches without an answer at one time, at least 1; one more fails at once with OVERLOADED
 * @param startTimeout most time to find the reply topic and its end, more than zero
 * @param clientId the name by which the service tells clients apart, at most 128 bytes of UTF-8: all with the same name
 *     have one share of it; empty for a random name for each {@link SearchClient}
 * @param clientProperties further properties for the Kafka clients and the serializer, such as security; may hold
 *     secrets, so never shown
 */
public record SearchClientConfig(
        String bootstrapServers,
        String registryUrl,
        String replyTopic,
        Duration defaultTimeout,
        int maxInFlight,
        Duration startTimeout,
        String clientId,
        Map<String, Object> clientProperties) {
    private static final int MAX_CLIENT_ID_BYTES = 128;

    public SearchClientConfig {
        require(!bootstrapServers.isBlank(), "bootstrapServers must not be blank");
        require(!registryUrl.isBlank(), "registryUrl must not be blank");
        require(!replyTopic.isBlank(), "replyTopic must not be blank");
        requirePositive("defaultTimeout", defaultTimeout);
        require(maxInFlight >= 1, "maxInFlight is %d, must be at least 1".formatted(maxInFlight));
        requirePositive("startTimeout", startTimeout);
        int bytes = clientId.getBytes(StandardCharsets.UTF_8).length;
        require(bytes <= MAX_CLIENT_ID_BYTES, "clientId has %d bytes, limit %d".formatted(bytes, MAX_CLIENT_ID_BYTES));
        clientProperties = Map.copyOf(clientProperties);
    }

    /** Replies on search.replies, 10 s per search, 1,024 in flight, 30 s to start. */
    public static SearchClientConfig at(String bootstrapServers, String registryUrl) {
        return new SearchClientConfig(
                bootstrapServers,
                registryUrl,
                Topics.SEARCH_REPLIES.name(),
                Duration.ofSeconds(10),
                1_024,
                Duration.ofSeconds(30),
                "",
                Map.of());
    }

    public SearchClientConfig withReplyTopic(String topic) {
        return new SearchClientConfig(
                bootstrapServers,
                registryUrl,
                topic,
                defaultTimeout,
                maxInFlight,
                startTimeout,
                clientId,
                clientProperties);
    }

    public SearchClientConfig withDefaultTimeout(Duration timeout) {
        return new SearchClientConfig(
                bootstrapServers,
                registryUrl,
                replyTopic,
                timeout,
                maxInFlight,
                startTimeout,
                clientId,
                clientProperties);
    }

    public SearchClientConfig withMaxInFlight(int searches) {
        return new SearchClientConfig(
                bootstrapServers,
                registryUrl,
                replyTopic,
                defaultTimeout,
                searches,
                startTimeout,
                clientId,
                clientProperties);
    }

    public SearchClientConfig withClientId(String id) {
        return new SearchClientConfig(
                bootstrapServers,
                registryUrl,
                replyTopic,
                defaultTimeout,
                maxInFlight,
                startTimeout,
                id,
                clientProperties);
    }

    public SearchClientConfig withClientProperties(Map<String, Object> properties) {
        return new SearchClientConfig(
                bootstrapServers,
                registryUrl,
                replyTopic,
                defaultTimeout,
                maxInFlight,
                startTimeout,
                clientId,
                properties);
    }

    /** What all clients and the serializers are told, in Kafka's own terms. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("schema.registry.url", registryUrl);
        // Schemas are registered by whoever operates the service.
        properties.put("auto.register.schemas", false);
        properties.put("avro.remove.java.properties", true);
        properties.put("specific.avro.reader", true);
        return properties;
    }

    @Override
    public String toString() {
        return ("SearchClientConfig[bootstrapServers=%s, registryUrl=%s, replyTopic=%s, defaultTimeout=%s,"
                        + " maxInFlight=%d, startTimeout=%s, clientId=%s, clientProperties=%s]")
                .formatted(
                        bootstrapServers,
                        registryUrl,
                        replyTopic,
                        defaultTimeout,
                        maxInFlight,
                        startTimeout,
                        clientId,
                        clientProperties.keySet());
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static void requirePositive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), "%s is %s, must be more than zero".formatted(name, value));
    }
}
