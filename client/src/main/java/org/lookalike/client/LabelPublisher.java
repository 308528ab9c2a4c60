package org.lookalike.client;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClassRule;
import org.lookalike.events.ClusterLabelled;
import org.lookalike.events.ImageLabelled;
import org.lookalike.events.LabelEvent;
import org.lookalike.schemas.EventClasses;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.LabelText;
import org.lookalike.schemas.Topics;

/**
 * Publishes labels of images and clusters to the topic {@code labels}. Services apply them within moments; a later label
 * of the same image, cluster or class replaces the earlier one.
 *
 * <p>Each method returns at once, with a future that completes when all in-sync replicas have the record, or fails with a
 * {@link SearchException}: {@link SearchException#SEND_FAILED} or {@link SearchException#CLIENT_CLOSED}. Records sent by
 * one thread keep their order.
 *
 * <p>Thread-safe.
 */
public final class LabelPublisher implements AutoCloseable {
    static {
        EventClasses.trust();
    }

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private final Producer<String, Object> producer;
    private final String by;
    private final InstantSource clock = InstantSource.system();
    private final AtomicBoolean closed = new AtomicBoolean();

    private LabelPublisher(Producer<String, Object> producer, String by) {
        this.producer = producer;
        this.by = by;
    }

    /**
     * A publisher, which connects on first use.
     *
     * @param config where the broker and the registry are; its reply settings are not used
     * @param by the person or program that assigns the labels, recorded with each
     */
    public static LabelPublisher open(SearchClientConfig config, String by) {
        Map<String, Object> properties = new HashMap<>(config.properties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.putIfAbsent(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, config.startTimeout().toMillis());
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(properties, false);
        return new LabelPublisher(new KafkaProducer<>(properties, new StringSerializer(), serializer), by);
    }

    /**
     * Labels an image. The first image of a class enrols the class for recognition.
     *
     * @param label see {@link LabelText}
     * @throws IllegalArgumentException if the id is empty, or the label breaks its rule
     */
    public CompletableFuture<Void> labelImage(String imageId, String label) {
        requireName("image id", imageId);
        return publish(LabelKeys.IMAGE + imageId, new ImageLabelled(imageId, LabelText.require(label)));
    }

    /** Removes an image's own label; its cluster's label, if any, applies again. */
    public CompletableFuture<Void> unlabelImage(String imageId) {
        requireName("image id", imageId);
        return undo(LabelKeys.IMAGE + imageId);
    }

    /**
     * Labels a whole cluster by the result of a question about it.
     *
     * @param answered the answer to {@link SearchQuery#byCluster}
     * @throws IllegalArgumentException if the result is not of such a question, or has no label
     */
    public CompletableFuture<Void> labelCluster(SearchResult answered) {
        SearchResult.ClusterAnswer answer = answered.clusterAnswer();
        if (answer == null || answer.label() == null) {
            throw new IllegalArgumentException(
                    answer == null
                            ? "the result is not that of a question about a cluster"
                            : "no label leads among the answers about cluster " + answer.clusterId());
        }
        return labelCluster(
                answered.space(),
                answer.clusterId(),
                answer.label(),
                answer.looked(),
                answer.agreed(),
                answer.purityBound(),
                answer.confidence());
    }

    /**
     * Labels a whole cluster without an audit, and so without a bound on its purity.
     *
     * @param spaceId the space that the cluster belongs to
     * @throws IllegalArgumentException if an id is empty, or the label breaks its rule
     */
    public CompletableFuture<Void> labelCluster(String spaceId, String clusterId, String label) {
        return labelCluster(spaceId, clusterId, label, List.of(), 0, 0, 0);
    }

    /** Removes a cluster's label. */
    public CompletableFuture<Void> unlabelCluster(String clusterId) {
        requireName("cluster id", clusterId);
        return undo(LabelKeys.CLUSTER + clusterId);
    }

    /**
     * Sets the rate at which images of no enrolled class may be recognised as this one.
     *
     * @param rate more than 0 and less than 1
     * @throws IllegalArgumentException if the rate is out of range, or the label breaks its rule
     */
    public CompletableFuture<Void> setFalseMatchRate(String label, double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "the false-match rate of class '%s' is %s, must be more than 0 and less than 1"
                            .formatted(label, rate));
        }
        return publish(LabelKeys.CLASS + LabelText.require(label), new ClassRule(label, rate));
    }

    /** Applies the service's setting to a class again. */
    public CompletableFuture<Void> unsetFalseMatchRate(String label) {
        return undo(LabelKeys.CLASS + LabelText.require(label));
    }

    /** Waits for records in flight, up to 30 seconds. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            producer.close(CLOSE_LIMIT);
        }
    }

    /**
     * Labels a whole cluster with the result of an audit that is known already, such as that of a label to be restored.
     *
     * @param looked ids of the images that were looked at
     * @param agreed how many of these are of the class
     * @param purityBound lower bound of the share of the cluster that is of the class, 0 to 1
     * @param confidence the bound's confidence level, 0 to 1
     * @throws IllegalArgumentException if an id is empty, or the label breaks its rule
     */
    public CompletableFuture<Void> labelCluster(
            String spaceId,
            String clusterId,
            String label,
            List<String> looked,
            int agreed,
            double purityBound,
            double confidence) {
        requireName("space id", spaceId);
        requireName("cluster id", clusterId);
        return publish(
                LabelKeys.CLUSTER + clusterId,
                new ClusterLabelled(
                        spaceId,
                        clusterId,
                        LabelText.require(label),
                        List.copyOf(looked),
                        agreed,
                        purityBound,
                        confidence));
    }

    private CompletableFuture<Void> publish(String key, Object event) {
        return send(key, new LabelEvent(clock.instant(), by, event));
    }

    private CompletableFuture<Void> undo(String key) {
        return send(key, null);
    }

    private CompletableFuture<Void> send(String key, @Nullable LabelEvent value) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        if (closed.get()) {
            future.completeExceptionally(
                    new SearchException(SearchException.CLIENT_CLOSED, "the label publisher was closed", false));
            return future;
        }
        try {
            var unused = producer.send(new ProducerRecord<>(Topics.LABELS.name(), key, value), (metadata, failure) -> {
                if (failure == null) {
                    future.complete(null);
                } else {
                    future.completeExceptionally(sendFailed(key, failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            future.completeExceptionally(sendFailed(key, e));
        }
        return future;
    }

    private static SearchException sendFailed(String key, Exception cause) {
        return new SearchException(
                SearchException.SEND_FAILED,
                "the label %s could not be sent: %s".formatted(key, cause.getMessage()),
                cause instanceof RetriableException,
                cause);
    }

    private static void requireName(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the %s is empty".formatted(what));
        }
    }
}
