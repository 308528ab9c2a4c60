package org.lookalike.platform.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka clients with the guarantees that this system relies on: idempotent producers that wait for all
 * replicas, consumers that read committed records and never commit automatically. Plain bytes on both sides: a record that
 * cannot be read must reach our code, not fail inside the client. Thread-safe.
 */
public final class KafkaClients {
    /** For how long a process that dies inside a transaction holds back the readers. */
    private static final int TRANSACTION_TIMEOUT_MS = 15_000;

    /**
     * How long a send waits for a broker before it fails. Well below max.poll.interval.ms: the loop's thread publishes
     * between two polls.
     */
    private static final int MAX_BLOCK_MS = 10_000;

    private static final int REQUEST_TIMEOUT_MS = 10_000;
    private static final int DELIVERY_TIMEOUT_MS = 30_000;
    private static final int MAX_REQUEST_BYTES = 16 << 20;
    private static final int SESSION_TIMEOUT_MS = 15_000;

    private final KafkaConfig config;

    public KafkaClients(KafkaConfig config) {
        this.config = config;
    }

    /** A producer without transactions. */
    public Producer<byte[], byte[]> producer(String clientId) {
        return new KafkaProducer<>(producerProperties(clientId), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A producer without transactions that tries to deliver a record for this long, and then fails it. */
    public Producer<byte[], byte[]> producer(String clientId, Duration deliveryTimeout) {
        int timeout = (int) deliveryTimeout.toMillis();
        Map<String, Object> properties = producerProperties(clientId);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeout, REQUEST_TIMEOUT_MS));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(timeout, MAX_BLOCK_MS));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A producer whose sends and offsets become visible together. */
    public Producer<byte[], byte[]> transactionalProducer(String clientId, String transactionalId) {
        Map<String, Object> properties = producerProperties(clientId);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A member of a group. */
    public Consumer<byte[], byte[]> groupConsumer(String clientId, String group, int maxRecords) {
        Map<String, Object> properties = consumerProperties(clientId);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        // Only the partitions that move are revoked; the others keep being processed during a rebalance.
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        // How soon a dead instance is noticed depends on the network: client properties may override this.
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        return consumer(properties);
    }

    /** How long a member of a group may show no sign of life before its partitions are given to others. */
    public Duration sessionTimeout() {
        String configured = config.clientProperties().get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        return Duration.ofMillis(configured == null ? SESSION_TIMEOUT_MS : Long.parseLong(configured.strip()));
    }

    /** A consumer without a group. */
    public Consumer<byte[], byte[]> reader(String clientId) {
        Map<String, Object> properties = consumerProperties(clientId);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return consumer(properties);
    }

    /**
     * A reader that belongs to no group and seeks to single records.
     *
     * @param fetchBytes how much it fetches of a partition at a time; a batch of records that is larger comes whole
     */
    public Consumer<byte[], byte[]> reader(String clientId, int fetchBytes) {
        Map<String, Object> properties = consumerProperties(clientId);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return consumer(properties);
    }

    public Admin admin(String clientId) {
        return Admin.create(connection(clientId));
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> producerProperties(String clientId) {
        Map<String, Object> properties = connection(clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        return properties;
    }

    private Map<String, Object> consumerProperties(String clientId) {
        Map<String, Object> properties = connection(clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    /** What every client needs to connect, for frameworks that create their own clients; may contain secrets. */
    public Map<String, Object> connection(String clientId) {
        Map<String, Object> properties = new HashMap<>(config.clientProperties());
        properties.put("bootstrap.servers", config.bootstrapServers());
        properties.put("client.id", clientId);
        return properties;
    }
}
