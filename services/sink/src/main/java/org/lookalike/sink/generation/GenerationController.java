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
import org.lookalike.platform.failure.PermanentFailure;
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
 * Creates the spaces' collections, verifies those that have been filled, publishes which ones are ready, activates the newest,
 * and drops those that have been superseded for longer than the grace. A collection that is lost (gone, replaced by another
 * one or emptied) is built again from the beginning of its topic, in a new incarnation. Keeps no state that matters:
 * everything is derived from the topic {@code spaces} and the store, so that a newly elected instance goes on wherever this
 * one was killed.
 */
public final class GenerationController implements LeaderTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(GenerationController.class);
    private static final String NAME = "generation-controller";
    /** Offsets left at which a generation is worth verifying: under steady traffic it never reaches the end. */
    private static final long MAX_REMAINING = 1_000;

    /** Missing rows that are written one by one rather than by building the collection again. */
    private static final int MAX_REPAIR = 2_000;

    private static final Duration GROUP_REMOVAL_INTERVAL = Duration.ofMinutes(1);

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
    private final CollectionCheck check;
    private final Supplier<String> incarnations;
    private final Map<String, Backoff> backoffs = new HashMap<>();
    /** When the ready collections of spaces are compared with their topics next. */
    private final Map<String, Instant> audits = new HashMap<>();

    private Instant nextGroupRemoval = Instant.MIN;
    /** The state that was current when a record was published last; null once it was read back or is overdue. */
    private @Nullable Spaces publishedUpon;

    private Instant echoDeadline = Instant.MIN;

    /** Publishes on the topic {@code spaces}; returns when the record is acknowledged. */
    public interface Publisher {
        /** Makes this the only instance that can publish. */
        void acquire();

        /** Leaves publishing to others. */
        void release();

        /** Removes the consumer groups of collections that no space has any more. */
        void removeGroups(Spaces spaces);

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
     * @param incarnations makes a name for each new collection: 8 hexadecimal digits that were never used before
     */
    public GenerationController(
            GenerationControllerConfig config,
            Supplier<Spaces> spaces,
            Publisher publisher,
            VectorStore store,
            Reconciler reconciler,
            Function<Space, GenerationProgress> progress,
            ProgressMetrics metrics,
            Supplier<String> incarnations,
            InstantSource clock) {
        this.config = config;
        this.policy = new GenerationPolicy(config);
        this.spaces = spaces;
        this.publisher = publisher;
        this.store = store;
        this.reconciler = reconciler;
        this.progress = progress;
        this.metrics = metrics;
        this.incarnations = incarnations;
        this.check = new CollectionCheck(store, config.lostShare(), clock);
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
        publisher.acquire();
        List<String> collections = store.collections();
        removeObsolete(current, collections);
        if (createCollections(current, collections)) {
            // The others are looked after once this has been read back.
            return;
        }
        dropSuperseded(current);
        activateNewest(current);
        verifyUnready(current);
        auditReady(current);
    }

    @Override
    public void onResigned() {
        metrics.clear();
        publisher.release();
    }

    /** The collections of dropped spaces, and those that were lost and have a successor, with their consumer groups. */
    private void removeObsolete(Spaces current, List<String> collections) {
        for (Space space : current.all()) {
            boolean dropped = current.generation(space.id()).state() == State.DROPPED;
            boolean created = !space.incarnation().isEmpty();
            collections.stream()
                    .filter(space::isCollectionOfThis)
                    .filter(collection -> dropped || (created && !collection.equals(space.collection())))
                    .forEach(collection -> {
                        store.drop(collection);
                        LOGGER.atInfo().addKeyValue("collection", collection).log("removed a collection");
                    });
        }
        if (!clock.instant().isBefore(nextGroupRemoval)) {
            publisher.removeGroups(current);
            nextGroupRemoval = clock.instant().plus(GROUP_REMOVAL_INTERVAL);
        }
    }

    /**
     * Creates the collections of new spaces and those that take the place of lost ones.
     *
     * @return whether it created one
     */
    private boolean createCollections(Spaces current, List<String> collections) throws InterruptedException {
        boolean any = false;
        for (Space space : current.alive()) {
            Generation generation = current.generation(space.id());
            if (space.incarnation().isEmpty()) {
                // One that an older version made was ready, and holds neither buckets nor origins.
                build(current, space, generation.wasReady(), generation.reason());
                any = true;
                continue;
            }
            Optional<String> loss = check.lossOf(space, generation, collections);
            if (loss.isPresent()) {
                LOGGER.atError()
                        .addKeyValue("space", space.id())
                        .addKeyValue("collection", space.collection())
                        .log("lost: {}; it is built again from topic {}", loss.get(), space.vectorsTopic());
                build(current, space, true, loss.get());
                any = true;
            }
        }
        return any;
    }

    private void build(Spaces current, Space space, boolean rebuild, String reason) throws InterruptedException {
        Space next = space.inIncarnation(incarnations.get());
        if (!rebuild && current.searchable(space.id()).isPresent()) {
            store.ensureCollection(next.collection(), next.dimensions());
        } else {
            // Neither indexed nor loaded while it is filled, which leaves the store more time for searches.
            store.createCollection(next.collection(), next.dimensions());
        }
        backoffs.remove(space.id());
        publish(Generation.building(space.id(), next.incarnation(), rebuild, reason, clock.instant()));
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
            publish(new Activation(id, NAME, "its generation is ready", clock.instant(), current.ready()));
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
        ReconciliationResult result;
        try {
            result = generation.state() == State.FAILED && config.repair()
                    ? reconciler.repair(space)
                    : reconciler.verify(space);
        } catch (PermanentFailure e) {
            // The collection went while it was compared: the next round notices.
            LOGGER.debug("space {} was not compared", space.id(), e);
            return;
        }
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
        publish(Generation.ready(space.id(), result.expected(), space.incarnation(), clock.instant()));
        audits.put(space.id(), clock.instant().plus(config.auditInterval()));
        LOGGER.atInfo()
                .addKeyValue("space", space.id())
                .addKeyValue("pictures", result.expected())
                .log("generation ready: its collection matches its topic");
    }

    private void publishFailed(Space space, Generation before, ReconciliationResult result)
            throws InterruptedException {
        if (result.missingCount() > MAX_REPAIR && result.missingCount() > config.lostShare() * result.expected()) {
            build(spaces.get(), space, before.rebuild(), result.summary());
            return;
        }
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
                clock.instant(),
                space.incarnation(),
                before.rebuild()));
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

    /** Compares ready collections with their topics from time to time, and repairs the few rows in which they may differ. */
    private void auditReady(Spaces current) throws InterruptedException {
        for (Space space : current.alive()) {
            Generation generation = current.generation(space.id());
            Instant due =
                    audits.computeIfAbsent(space.id(), id -> generation.at().plus(config.auditInterval()));
            if (generation.state() == State.READY && !clock.instant().isBefore(due)) {
                audit(space, generation);
                audits.put(space.id(), clock.instant().plus(config.auditInterval()));
            }
        }
        audits.keySet().retainAll(current.alive().stream().map(Space::id).toList());
        metrics.retainAudited(audits.keySet());
    }

    private void audit(Space space, Generation generation) throws InterruptedException {
        ReconciliationResult result;
        try {
            result = config.repair() ? reconciler.repair(space) : reconciler.verify(space);
        } catch (PermanentFailure e) {
            LOGGER.debug("space {} was not compared", space.id(), e);
            return;
        }
        if (result.status() == ReconciliationResult.Status.PENDING || wasDropped(space)) {
            return;
        }
        metrics.recordAudit(space, result);
        if (result.status() == ReconciliationResult.Status.INCONSISTENT) {
            LOGGER.atWarn()
                    .addKeyValue("space", space.id())
                    .addKeyValue("missing", result.missing())
                    .addKeyValue("extra", result.extra())
                    .log(
                            "collection differs from its topic{}: {}",
                            config.repair() ? ", repaired" : "",
                            result.summary());
        }
        // Queries go by this number to tell whether the collection is whole.
        if (Math.abs(result.expected() - generation.expected()) > config.lostShare() / 2 * generation.expected()) {
            publish(Generation.ready(space.id(), result.expected(), space.incarnation(), generation.at()));
        }
    }

    /** Whether the space was dropped, or has another collection, since its collection began to be compared. */
    private boolean wasDropped(Space space) {
        return spaces.get().alive().stream()
                .noneMatch(each -> each.equals(space) && each.incarnation().equals(space.incarnation()));
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
