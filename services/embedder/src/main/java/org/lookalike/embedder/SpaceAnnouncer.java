package org.lookalike.embedder;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the definition of the raw space of the encoder's features on the topic of spaces, before any of the features
 * are published. {@link #run} belongs to one thread.
 */
final class SpaceAnnouncer implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SpaceAnnouncer.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final RetryPolicy RETRIES = RetryPolicy.fixed(Duration.ofSeconds(2));

    private final Space space;
    private final MaterialisedTopic<Spaces> spaces;
    private final Admin admin;
    private final RecordSender sender;
    private final SpaceRecords records;
    private final Outage outage;
    private final CountDownLatch announced = new CountDownLatch(1);
    private volatile String lastFailure = "";

    SpaceAnnouncer(
            Space space,
            MaterialisedTopic<Spaces> spaces,
            Admin admin,
            RecordSender sender,
            SpaceRecords records,
            Health health) {
        this.space = space;
        this.spaces = spaces;
        this.admin = admin;
        this.sender = sender;
        this.records = records;
        this.outage = new Outage("embedder.announcement", health);
    }

    /** Holds a handler back until the space is announced: whoever reads the first vector looks up its space. */
    BatchHandler before(BatchHandler handler) {
        return batch -> {
            if (!announced.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TransientFailure("space %s is not announced: %s".formatted(space.id(), lastFailure));
            }
            return handler.handle(batch);
        };
    }

    /**
     * Retries until the space is announced.
     *
     * @throws PermanentFailure if the encoder's features are known to be on another topic
     */
    @Override
    public void run() {
        try (Retrier retrier = new Retrier(RETRIES, outage)) {
            retrier.call(this::announce);
            announced.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Space announce() throws InterruptedException {
        try {
            requireTopic();
            return announceIn(spaces.awaitCurrent(TIMEOUT));
        } catch (TransientFailure e) {
            lastFailure = String.valueOf(e.getMessage());
            throw e;
        }
    }

    private void requireTopic() throws InterruptedException {
        String topic = space.vectorsTopic();
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException e) {
            throw new TransientFailure(
                    e.getCause() instanceof UnknownTopicOrPartitionException
                            ? "topic %s, which embedder.vectors.topic names, does not exist: create it like the topic vectors"
                                    .formatted(topic)
                            : "the broker cannot be asked whether topic %s exists".formatted(topic),
                    e);
        }
    }

    private Space announceIn(Spaces current) throws InterruptedException {
        Space known = current.find(space.id()).orElse(null);
        if (known == null) {
            sender.send(records.of(space));
            return space;
        }
        if (!known.vectorsTopic().equals(space.vectorsTopic())) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "embedder.vectors.topic is %s, but the features of encoder %s are known to be on %s"
                            .formatted(space.vectorsTopic(), space.encoderId(), known.vectorsTopic()));
        }
        if (current.generation(space.id()).state() == State.DROPPED) {
            LOGGER.atWarn()
                    .addKeyValue("space", space.id())
                    .log(
                            "the raw space of this encoder was dropped: only spaces that are fitted to it show its pictures");
        }
        return known;
    }
}
