package org.lookalike.embedder;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.MaterialisedTopic;
import org.lookalike.platform.operations.Health;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody of the space of the encoder's own features, before any of them is published. {@link #run} belongs to one
 * thread.
 */
final class SpaceAnnouncement implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SpaceAnnouncement.class);
    private static final String PART = "embedder.announcement";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Space space;
    private final MaterialisedTopic<Spaces> feed;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;
    private final SpaceRecords records;
    private final Health health;
    private final CountDownLatch made = new CountDownLatch(1);
    private volatile String hindrance = "";

    SpaceAnnouncement(
            Space space,
            MaterialisedTopic<Spaces> feed,
            Admin admin,
            Producer<byte[], byte[]> producer,
            SpaceRecords records,
            Health health) {
        this.space = space;
        this.feed = feed;
        this.admin = admin;
        this.producer = producer;
        this.records = records;
        this.health = health;
    }

    /** Does nothing before the space is known: whoever reads the first vector asks whose it is. */
    BatchHandler before(BatchHandler handler) {
        return records -> {
            await();
            return handler.handle(records);
        };
    }

    private void await() throws InterruptedException {
        if (!made.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TransientFailure("space %s is not announced: %s".formatted(space.id(), hindrance));
        }
    }

    /**
     * Tries until it is done.
     *
     * @throws PermanentFailure if the encoder's features are known to go to another topic
     */
    @Override
    public void run() {
        try {
            while (!announced()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
            made.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean announced() throws InterruptedException {
        boolean first = hindrance.isEmpty();
        try {
            requireTopic();
            announce(feed.awaitCurrent(TIMEOUT));
            if (!first) {
                health.recovered(PART);
                LOGGER.atInfo().addKeyValue("space", space.id()).log("announced after all");
            }
            return true;
        } catch (TransientFailure e) {
            hindrance = String.valueOf(e.getMessage());
            health.degraded(PART, hindrance);
            if (first) {
                LOGGER.atWarn().addKeyValue("space", space.id()).log("not announced yet: {}", e.getMessage());
            }
            return false;
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
                            : "the broker does not say whether topic %s exists".formatted(topic),
                    e);
        }
    }

    private void announce(Spaces spaces) throws InterruptedException {
        Space known = spaces.find(space.id()).orElse(null);
        if (known == null) {
            try {
                producer.send(records.of(space)).get();
            } catch (ExecutionException e) {
                throw new TransientFailure("the topic of spaces cannot be written", e);
            }
            return;
        }
        if (!known.vectorsTopic().equals(space.vectorsTopic())) {
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "embedder.vectors.topic is %s, but the features of encoder %s are known to be on %s"
                            .formatted(space.vectorsTopic(), space.encoderId(), known.vectorsTopic()));
        }
        if (spaces.generation(space.id()).state() == State.DROPPED) {
            LOGGER.atWarn()
                    .addKeyValue("space", space.id())
                    .log(
                            "the raw space of this encoder was dropped: only spaces that are fitted to it show its pictures");
        }
    }
}
