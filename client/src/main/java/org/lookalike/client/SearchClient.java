package org.lookalike.client;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.SearchError;
import org.lookalike.events.SearchReply;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ReplyHeaders;

/**
 * Searches over Kafka, with many requests in flight over one reply topic.
 *
 * <p>The client reads one partition of the reply topic, chosen at its start, and asks for its answers there; those of
 * others that share the partition are passed over. It belongs to no consumer group and leaves nothing behind on the
 * broker. Thread-safe; one client serves a whole application.
 *
 * <p>A future completes exactly once: with the answer, or with a {@link SearchException}, whose code is
 * {@code DEADLINE_EXCEEDED} when no answer came in time.
 */
public final class SearchClient implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int LARGEST_REQUEST_BYTES = 16 << 20;
    /** The service answers expired requests too; its answer says more than our own clock can. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final SearchClientConfig config;
    private final KafkaProducer<String, Object> producer;
    private final KafkaConsumer<String, Object> consumer;
    private final byte[] replyPartition;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final Semaphore room;
    private final Thread reader;
    private volatile boolean closed;

    private record Pending(CompletableFuture<SearchResult> future, long sentNanos) {}

    /**
     * Connects, and is ready to search when it returns.
     *
     * @throws IllegalStateException if the reply topic does not exist
     */
    public SearchClient(SearchClientConfig config) {
        this.config = config;
        this.room = new Semaphore(config.maxInFlight());
        this.producer = new KafkaProducer<>(producerProperties(config));
        this.consumer = new KafkaConsumer<>(consumerProperties(config));
        try {
            List<PartitionInfo> partitions = consumer.partitionsFor(config.replyTopic());
            if (partitions.isEmpty()) {
                throw new IllegalStateException("the reply topic %s does not exist".formatted(config.replyTopic()));
            }
            int chosen = ThreadLocalRandom.current().nextInt(partitions.size());
            replyPartition = ByteBuffer.allocate(Integer.BYTES).putInt(chosen).array();
            TopicPartition partition = new TopicPartition(config.replyTopic(), chosen);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            // Seeking is lazy; the first answer must not overtake it.
            consumer.position(partition);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            consumer.close();
            throw e;
        }
        reader = new Thread(this::read, "lookalike-search-replies");
        reader.setDaemon(true);
        reader.start();
    }

    /** Sends a search; never blocks for the answer. */
    public CompletableFuture<SearchResult> search(SearchQuery query) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the client is closed"));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    failure(ErrorCode.OVERLOADED, "%d searches are in flight already".formatted(config.maxInFlight())));
        }
        String requestId = UUID.randomUUID().toString();
        Duration timeout = query.timeout() == null ? config.timeout() : query.timeout();
        CompletableFuture<SearchResult> future = new CompletableFuture<>();
        pending.put(requestId, new Pending(future, System.nanoTime()));
        CompletableFuture<SearchResult> guarded = future.orTimeout(
                        timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
                .handle((result, thrown) -> {
                    pending.remove(requestId);
                    room.release();
                    return finish(result, thrown, timeout);
                });
        try {
            var unused = producer.send(request(requestId, query, Instant.now().plus(timeout)), (metadata, thrown) -> {
                if (thrown != null) {
                    future.completeExceptionally(thrown);
                }
            });
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
        return guarded;
    }

    private static SearchResult finish(@Nullable SearchResult result, @Nullable Throwable thrown, Duration timeout) {
        if (result != null) {
            return result;
        }
        if (thrown instanceof SearchException refusal) {
            throw refusal;
        }
        if (thrown instanceof TimeoutException) {
            throw failure(ErrorCode.DEADLINE_EXCEEDED, "no answer within %d ms".formatted(timeout.toMillis()));
        }
        throw failure(ErrorCode.STORE_UNAVAILABLE, "the request was not taken: " + thrown);
    }

    private ProducerRecord<String, Object> request(String requestId, SearchQuery query, Instant deadline) {
        ProducerRecord<String, Object> record =
                new ProducerRecord<>(config.requestTopic(), requestId, query.request(requestId, deadline));
        record.headers()
                .add(ReplyHeaders.REPLY_TOPIC, config.replyTopic().getBytes(StandardCharsets.UTF_8))
                .add(ReplyHeaders.REPLY_PARTITION, replyPartition)
                .add(ReplyHeaders.CORRELATION_ID, requestId.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private void read() {
        while (!closed) {
            try {
                for (ConsumerRecord<String, Object> reply : consumer.poll(POLL)) {
                    take(reply);
                }
            } catch (WakeupException e) {
                // Asked to close.
            } catch (RecordDeserializationException e) {
                // Somebody else's nonsense on the shared topic.
                consumer.seek(e.topicPartition(), e.offset() + 1);
            }
        }
    }

    private void take(ConsumerRecord<String, Object> reply) {
        Header correlation = reply.headers().lastHeader(ReplyHeaders.CORRELATION_ID);
        if (correlation == null || !(reply.value() instanceof SearchReply answer)) {
            return;
        }
        Pending waiting = pending.get(new String(correlation.value(), StandardCharsets.UTF_8));
        if (waiting == null) {
            // Another client's, or it came too late.
            return;
        }
        SearchError error = answer.getError();
        if (error == null) {
            waiting.future().complete(result(answer, (System.nanoTime() - waiting.sentNanos()) / 1e6));
        } else {
            waiting.future()
                    .completeExceptionally(
                            new SearchException(error.getCode(), error.getMessage(), error.getRetriable()));
        }
    }

    private static SearchResult result(SearchReply reply, double roundTripMs) {
        List<SearchResult.Hit> hits = reply.getHits().stream()
                .map(hit -> new SearchResult.Hit(
                        hit.getImageId(),
                        hit.getScore(),
                        hit.getUri(),
                        hit.getSource(),
                        hit.getTime(),
                        hit.getAttributes()))
                .toList();
        var timings = reply.getTimings();
        return new SearchResult(
                hits,
                reply.getSpace(),
                new SearchResult.Timings(
                        timings.getQueuedMs(),
                        timings.getEncodeMs(),
                        timings.getSearchMs(),
                        timings.getTotalMs(),
                        roundTripMs));
    }

    /** Fails what is in flight and disconnects. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pending.values()
                .forEach(waiting -> waiting.future()
                        .completeExceptionally(new SearchException("CLIENT_CLOSED", "the client was closed", true)));
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }

    private static SearchException failure(ErrorCode code, String message) {
        return new SearchException(code.name(), message, code.retriable());
    }

    private static Map<String, Object> producerProperties(SearchClientConfig config) {
        Map<String, Object> properties = common(config);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, KafkaAvroSerializer.class);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST_BYTES);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put("auto.register.schemas", false);
        // The generated classes carry avro.java.string; the registered schemas do not.
        properties.put("avro.remove.java.properties", true);
        return properties;
    }

    private static Map<String, Object> consumerProperties(SearchClientConfig config) {
        Map<String, Object> properties = common(config);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, KafkaAvroDeserializer.class);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put("specific.avro.reader", true);
        return properties;
    }

    private static Map<String, Object> common(SearchClientConfig config) {
        Map<String, Object> properties = new HashMap<>(config.clientProperties());
        properties.put("bootstrap.servers", config.bootstrapServers());
        properties.put("schema.registry.url", config.registryUrl());
        return properties;
    }
}
