package org.lookalike.sink.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.RetryPolicy;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.LeaderTask;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the generations that have caught up, publishes which ones are ready, activates the newest, and drops those that
 * have been superseded for longer than the grace. Keeps no state that matters: everything is derived from the topic
 * {@code spaces} and the store, so that a newly elected instance goes on wherever this one was killed.
 */
public final class GenerationController implements LeaderTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(GenerationController.class);
    private static final String NAME = "generation-controller";
    /** Offsets left at which a generation is worth verifying: under steady traffic it never reaches the end. */
    private static final long MAX_REMAINING = 1_000;

    /** How long a published record may take to be read back. */
    private static final Duration MAX_ECHO_DELAY = Duration.ofSeconds(10);

    private static final RetryPolicy RETRIES = RetryPolicy.exponential(Duration.ofSeconds(2), Duration.ofMinutes(10));

    private final GenerationControllerConfig config;
    private final GenerationPolicy policy;
    private final Supplier<Spaces> spaces;
    private final Publisher publisher;
    private final VectorStore store;
    private final Reconciler reconciler;
    private final Function<Space, GenerationProgress> progress;
    private final ProgressMetrics metrics;
    private final InstantSource clock;
    private final Map<String, Backoff> backoffs = new HashMap<>();
    /** The state that was current when a record was published last; null once it was read back or is overdue. */
    private @Nullable Spaces publishedUpon;

    private Instant echoDeadline = Instant.MIN;

    /** Publishes on the topic {@code spaces}; returns when the record is acknowledged. */
    public interface Publisher {
        void publish(Generation generation) throws InterruptedException;

        void publish(Activation activation) throws InterruptedException;
    }

    /** @param differences how many there were when it began */
    private record Backoff(Instant until, int failures, long differences) {}

    /**
     * A controller that has done nothing yet.
     *
     * @param spaces the state of the topic {@code spaces}, asked for anew at each step
     * @param progress how far a space's group has come
     */
    public GenerationController(
            GenerationControllerConfig config,
            Supplier<Spaces> spaces,
            Publisher publisher,
            VectorStore store,
            Reconciler reconciler,
            Function<Space, GenerationProgress> progress,
            ProgressMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.policy = new GenerationPolicy(config);
        this.spaces = spaces;
        this.publisher = publisher;
        this.store = store;
        this.reconciler = reconciler;
        this.progress = progress;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void runOnce() throws InterruptedException {
        Spaces current = spaces.get();
        if (current == publishedUpon && clock.instant().isBefore(echoDeadline)) {
            // What was published has not been read back yet: the same would be published again.
            return;
        }
        publishedUpon = null;
        removeDroppedCollections(current);
        dropSuperseded(current);
        activateNewest(current);
        verifyUnready(current);
    }

    @Override
    public void onResigned() {
        metrics.clear();
    }

    /** Also those that an instance which had not heard of the drop created again. */
    private void removeDroppedCollections(Spaces current) {
        List<String> collections = store.collections();
        for (Space space : current.all()) {
            if (current.generation(space.id()).state() == State.DROPPED && collections.contains(space.collection())) {
                store.drop(space.collection());
                LOGGER.atInfo().addKeyValue("collection", space.collection()).log("removed a collection");
            }
        }
    }

    private void dropSuperseded(Spaces current) throws InterruptedException {
        for (Space space : policy.spacesToDrop(current, clock.instant())) {
            Activation activation = current.activation().orElseThrow();
            // Somebody may have rolled back to it a moment ago.
            if (spaces.get().activation().filter(activation::equals).isEmpty()) {
                return;
            }
            publish(Generation.dropped(
                    space.id(),
                    "space %s has been active since %s, longer than the grace of %s"
                            .formatted(activation.spaceId(), activation.at(), config.grace()),
                    clock.instant()));
            LOGGER.atInfo().addKeyValue("space", space.id()).log("superseded, dropped");
        }
    }

    private void activateNewest(Spaces current) throws InterruptedException {
        Optional<Space> newest = policy.spaceToActivate(current);
        if (newest.isPresent()) {
            String id = newest.get().id();
            publish(new Activation(id, NAME, "its generation is ready", clock.instant()));
            LOGGER.atInfo().addKeyValue("space", id).log("activated");
        }
    }

    private void verifyUnready(Spaces current) throws InterruptedException {
        TransientFailure outage = null;
        for (Space space : current.alive()) {
            if (current.generation(space.id()).state() != State.READY) {
                try {
                    verify(space, current.generation(space.id()));
                } catch (TransientFailure e) {
                    // Of this space alone: its topic may be missing, and the others' not.
                    outage = e;
                }
            }
        }
        metrics.retainUnready(current);
        if (outage != null) {
            throw outage;
        }
    }

    private void verify(Space space, Generation generation) throws InterruptedException {
        GenerationProgress now = progress.apply(space);
        metrics.record(space, now, clock.instant());
        Backoff backoff = backoffs.get(space.id());
        if (now.remaining() > MAX_REMAINING
                || (backoff != null && clock.instant().isBefore(backoff.until()))) {
            return;
        }
        ReconciliationResult result = generation.state() == State.FAILED && config.repair()
                ? reconciler.repair(space)
                : reconciler.verify(space);
        switch (result.status()) {
            case PENDING -> {}
            case CONSISTENT -> publishReady(space, result);
            case INCONSISTENT -> publishFailed(space, generation, result);
        }
    }

    private void publishReady(Space space, ReconciliationResult result) throws InterruptedException {
        if (wasDropped(space)) {
            return;
        }
        backoffs.remove(space.id());
        publish(Generation.ready(space.id(), result.expected(), clock.instant()));
        LOGGER.atInfo()
                .addKeyValue("space", space.id())
                .addKeyValue("pictures", result.expected())
                .log("generation ready: its collection holds what its topic does");
    }

    private void publishFailed(Space space, Generation before, ReconciliationResult result)
            throws InterruptedException {
        backOff(space, result.differences());
        boolean alreadyPublished = before.state() == State.FAILED
                && before.missing().equals(result.missing())
                && before.extra().equals(result.extra());
        if (alreadyPublished || wasDropped(space)) {
            return;
        }
        publish(new Generation(
                space.id(),
                State.FAILED,
                result.expected(),
                result.counted(),
                result.missing(),
                result.extra(),
                result.summary(),
                clock.instant()));
        LOGGER.atWarn()
                .addKeyValue("space", space.id())
                .addKeyValue("missing", result.missing())
                .addKeyValue("extra", result.extra())
                .log("generation failed its verification: {}", result.summary());
    }

    /** A large difference is repaired piece by piece: as long as it shrinks, there is no need to wait longer. */
    private void backOff(Space space, long differences) {
        Backoff last = backoffs.get(space.id());
        int failures = last == null || differences < last.differences() ? 1 : last.failures() + 1;
        backoffs.put(space.id(), new Backoff(clock.instant().plus(RETRIES.backoff(failures)), failures, differences));
    }

    /** Whether the space was dropped while its collection was compared. */
    private boolean wasDropped(Space space) {
        return !spaces.get().alive().contains(space);
    }

    private void publish(Generation generation) throws InterruptedException {
        expectEcho();
        publisher.publish(generation);
    }

    private void publish(Activation activation) throws InterruptedException {
        expectEcho();
        publisher.publish(activation);
    }

    private void expectEcho() {
        publishedUpon = spaces.get();
        echoDeadline = clock.instant().plus(MAX_ECHO_DELAY);
    }
}
