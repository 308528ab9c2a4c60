package org.lookalike.client;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.EventClasses;
import org.lookalike.schemas.ReplyHeaders;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches by image over Kafka: many at a time, over one reply topic.
 *
 * <p>The client reads one partition of the reply topic, chosen when it is opened, from its end and without a consumer
 * group, and asks the service to reply there. Replies to other clients on the same partition are skipped without being
 * decoded.
 *
 * <p>Thread-safe. One client serves a whole application. Dependent stages of its futures run on the client's own threads:
 * use the {@code …Async} methods for anything slow.
 */
public final class SearchClient implements AutoCloseable {
    static {
        EventClasses.trust();
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(SearchClient.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final SearchClientConfig config;
    private final InstantSource clock = InstantSource.system();
    private final InFlightSearches inFlight;
    private final ReplyDecoder decoder;
    private final Producer<String, Object> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final byte[] replyTopic;
    private final byte[] replyPartition;
    private final byte[] clientId;
    private final Thread reader;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private SearchClient(
            SearchClientConfig config,
            Producer<String, Object> producer,
            Consumer<byte[], byte[]> consumer,
            ReplyDecoder decoder,
            int partition) {
        this.config = config;
        this.inFlight = new InFlightSearches(config.maxInFlight());
        this.decoder = decoder;
        this.producer = producer;
        this.consumer = consumer;
        this.replyTopic = config.replyTopic().getBytes(StandardCharsets.UTF_8);
        this.replyPartition =
                ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
        String name = config.clientId();
        this.clientId = (name.isEmpty() ? UUID.randomUUID().toString() : name).getBytes(StandardCharsets.UTF_8);
        this.reader = new Thread(this::read, "lookalike-search-replies");
        reader.setDaemon(true);
    }

    /**
     * Connects, and seeks to the end of a partition of the reply topic.
     *
     * @throws SearchException SEND_FAILED if the broker does not answer in time or has no such topic
     */
    public static SearchClient open(SearchClientConfig config) {
        Map<String, Object> properties = config.properties();
        Consumer<byte[], byte[]> consumer = consumer(properties);
        try {
            int partition = assign(consumer, config);
            KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
            deserializer.configure(properties, false);
            SearchClient client = new SearchClient(
                    config, producer(properties, config), consumer, new ReplyDecoder(deserializer), partition);
            client.reader.start();
            return client;
        } catch (KafkaException e) {
            consumer.close();
            throw new SearchException(
                    SearchException.SEND_FAILED,
                    "reply topic %s at %s cannot be read: %s"
                            .formatted(config.replyTopic(), config.bootstrapServers(), e.getMessage()),
                    true,
                    e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Sends a search.
     *
     * <p>Returns at once, except that the first call fetches the topic's metadata and the schema. The future completes
     * exactly once: with hits (perhaps none), or with a {@link SearchException}: the service's own code, such as
     * TOO_MANY_REQUESTS, which says that a retry after a pause may succeed,
     * DEADLINE_EXCEEDED when no reply came in time, OVERLOADED when {@link SearchClientConfig#maxInFlight()} searches are
     * in flight already (nothing is sent then), {@link SearchException#SEND_FAILED} or
     * {@link SearchException#CLIENT_CLOSED}. Cancelling it makes room for another; the service may still do the work.
     */
    public CompletableFuture<SearchResult> search(SearchQuery query) {
        Instant now = clock.instant();
        Instant deadline = deadline(query, now);
        if (!deadline.isAfter(now)) {
            return CompletableFuture.failedFuture(SearchException.of(
                    ErrorCode.DEADLINE_EXCEEDED, "the deadline was %s, it is %s".formatted(deadline, now)));
        }
        String requestId = UUID.randomUUID().toString();
        CompletableFuture<SearchResult> future = inFlight.begin(requestId, Duration.between(now, deadline));
        if (!future.isDone()) {
            send(query, requestId, deadline, future);
        }
        return future;
    }

    /** How many searches are waiting for their reply. */
    public int inFlight() {
        return inFlight.size();
    }

    /** Fails the searches in flight with CLIENT_CLOSED and releases all resources. Idempotent. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        closed.countDown();
        inFlight.close();
        consumer.wakeup();
        try {
            if (Thread.currentThread() != reader) {
                reader.join(CLOSE_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_LIMIT);
    }

    private Instant deadline(SearchQuery query, Instant now) {
        Instant deadline = query.deadline();
        if (deadline != null) {
            return deadline;
        }
        Duration timeout = query.timeout();
        return now.plus(timeout == null ? config.defaultTimeout() : timeout);
    }

    private void send(SearchQuery query, String requestId, Instant deadline, CompletableFuture<SearchResult> future) {
        ProducerRecord<String, Object> record =
                new ProducerRecord<>(Topics.SEARCH_REQUESTS.name(), requestId, query.request(requestId, deadline));
        record.headers()
                .add(ReplyHeaders.REPLY_TOPIC, replyTopic)
                .add(ReplyHeaders.REPLY_PARTITION, replyPartition)
                .add(ReplyHeaders.CLIENT_ID, clientId)
                .add(ReplyHeaders.CORRELATION_ID, requestId.getBytes(StandardCharsets.UTF_8));
        try {
            var unused = producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    future.completeExceptionally(sendFailed(failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            future.completeExceptionally(sendFailed(e));
        }
    }

    private static SearchException sendFailed(Exception cause) {
        return new SearchException(
                SearchException.SEND_FAILED,
                "the request could not be sent: %s".formatted(cause.getMessage()),
                cause instanceof RetriableException,
                cause);
    }

    private void read() {
        try (consumer;
                decoder) {
            while (!closing.get()) {
                readOnce();
            }
        }
    }

    private void readOnce() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                accept(record);
            }
        } catch (WakeupException e) {
            LOGGER.debug("woken up to close");
        } catch (KafkaException e) {
            LOGGER.atWarn()
                    .addKeyValue("replyTopic", config.replyTopic())
                    .setCause(e)
                    .log("reading replies failed");
            pause();
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        Header correlation = record.headers().lastHeader(ReplyHeaders.CORRELATION_ID);
        if (correlation == null || correlation.value() == null) {
            return;
        }
        CompletableFuture<SearchResult> future = inFlight.find(new String(correlation.value(), StandardCharsets.UTF_8));
        if (future != null) {
            decoder.complete(future, record);
        }
    }

    private void pause() {
        try {
            var unused = closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int assign(Consumer<byte[], byte[]> consumer, SearchClientConfig config) {
        List<PartitionInfo> partitions = consumer.partitionsFor(config.replyTopic(), config.startTimeout());
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException("the topic does not exist");
        }
        int partition = partitions
                .get(ThreadLocalRandom.current().nextInt(partitions.size()))
                .partition();
        TopicPartition assigned = new TopicPartition(config.replyTopic(), partition);
        consumer.assign(List.of(assigned));
        consumer.seekToEnd(List.of(assigned));
        // Seeking is lazy; without this a reply could arrive before the end is looked up, and be missed.
        consumer.position(assigned, config.startTimeout());
        return partition;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> common) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Producer<String, Object> producer(Map<String, Object> common, SearchClientConfig config) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.SEARCH_REQUESTS.maxMessageBytes());
        // An unreachable broker must not block the caller for longer than a reply may take.
        properties.putIfAbsent(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, config.defaultTimeout().toMillis());
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(properties, false);
        return new KafkaProducer<>(properties, new StringSerializer(), serializer);
    }
}
