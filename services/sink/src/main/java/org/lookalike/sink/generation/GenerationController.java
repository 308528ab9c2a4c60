package org.lookalike.sink.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.LeaderTask;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Audits;
import org.lookalike.spaces.CollectionAudit;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the spaces' collections, opens those that have been filled, publishes which ones are ready by what the audit finds,
 * activates the newest, and drops those that have been superseded for longer than the grace. A collection that is lost (gone, replaced by another
 * one or emptied) is built again from the beginning of its topic, in a new incarnation. Keeps no state that matters:
 * everything is derived from the topic {@code spaces} and the store, so that a newly elected instance goes on wherever this
 * one was killed.
 */
public final class GenerationController implements LeaderTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(GenerationController.class);
    private static final String NAME = "generation-controller";
    /** Fewer missing rows are written one by one rather than by building the collection again. */
    private static final int MAX_REPAIR = 2_000;

    /** How far the number of rows that a ready generation is known by may be off, and how often that is looked at. */
    private static final double MAX_DRIFT = 0.05;

    private static final Duration DRIFT_INTERVAL = Duration.ofMinutes(1);

    /** A generation that waits longer for the audit says so, and one that failed is not described again sooner. */
    private static final Duration REPORT_DELAY = Duration.ofSeconds(30);

    private static final Duration GROUP_REMOVAL_INTERVAL = Duration.ofMinutes(1);

    /** How long a published record may take to be read back. */
    private static final Duration MAX_ECHO_DELAY = Duration.ofSeconds(10);

    private final GenerationControllerConfig config;
    private final GenerationPolicy policy;
    private final Supplier<Spaces> spaces;
    private final Publisher publisher;
    private final VectorStore store;
    private final Supplier<Audits> audits;
    private final Function<Space, GenerationProgress> progress;
    private final Function<Space, Map<Integer, Long>> ends;
    private final ProgressMetrics metrics;
    private final InstantSource clock;
    private final CollectionCheck check;
    private final Supplier<String> incarnations;
    /** What has to be compared before a generation is ready, by its collection. */
    private final Map<String, Verification> verifications = new HashMap<>();

    private Instant nextGroupRemoval = Instant.MIN;
    private Instant nextDriftCheck = Instant.MIN;
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

    /**
     * The comparison that a generation waits for.
     *
     * @param ends up to where each partition of the topic has to be compared
     * @param since when it began to wait
     */
    private record Verification(Map<Integer, Long> ends, Instant since, boolean told) {}

    /**
     * A controller that has done nothing yet.
     *
     * @param spaces the state of the topic {@code spaces}, asked for anew at each step
     * @param audits what the audit has found so far
     * @param progress how far a space's group has come
     * @param ends up to where there are records on each partition of a space's topic
     * @param expected how many rows ready collections must hold
     * @param incarnations makes a name for each new collection: 8 hexadecimal digits that were never used before
     */
    public GenerationController(
            GenerationControllerConfig config,
            Supplier<Spaces> spaces,
            Publisher publisher,
            VectorStore store,
            Supplier<Audits> audits,
            Function<Space, GenerationProgress> progress,
            Function<Space, Map<Integer, Long>> ends,
            ExpectedRows expected,
            ProgressMetrics metrics,
            Supplier<String> incarnations,
            InstantSource clock) {
        this.config = config;
        this.policy = new GenerationPolicy(config);
        this.spaces = spaces;
        this.publisher = publisher;
        this.store = store;
        this.audits = audits;
        this.progress = progress;
        this.ends = ends;
        this.metrics = metrics;
        this.incarnations = incarnations;
        this.check = new CollectionCheck(store, expected, clock);
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
        followReady(current);
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
            Optional<String> loss = check.lossOf(space, generation, collections).or(() -> lackOf(space, generation));
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

    /** What a ready collection lacks by the audit's comparison, if that is too much to be repaired. */
    private Optional<String> lackOf(Space space, Generation generation) {
        return generation.state() == State.READY
                ? audits.get()
                        .of(space)
                        .filter(this::isBeyondRepair)
                        .map(audit -> "collection %s: %s".formatted(space.collection(), summary(audit)))
                : Optional.empty();
    }

    private void build(Spaces current, Space space, boolean rebuild, String reason) throws InterruptedException {
        Space next = space.inIncarnation(incarnations.get());
        if (!rebuild && current.searchable(space.id()).isPresent()) {
            store.ensureCollection(next.collection(), next.dimensions());
        } else {
            // Neither indexed nor loaded while it is filled, which leaves the store more time for searches.
            store.createCollection(next.collection(), next.dimensions());
        }
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
        verifications
                .keySet()
                .retainAll(current.alive().stream().map(Space::collection).toList());
        if (outage != null) {
            throw outage;
        }
    }

    private void verify(Space space, Generation generation) throws InterruptedException {
        GenerationProgress now = progress.apply(space);
        metrics.record(space, now, clock.instant());
        // Under heavy traffic it may be a little farther from the end again by now.
        if (!now.isNearEnd() && !verifications.containsKey(space.collection())) {
            return;
        }
        Verification verification = verifications.computeIfAbsent(
                space.collection(), added -> new Verification(ends.apply(space), clock.instant(), false));
        try {
            if (!store.openCollection(space.collection())) {
                return;
            }
        } catch (PermanentFailure e) {
            // The collection went meanwhile: the next round notices.
            LOGGER.debug("space {} was not opened", space.id(), e);
            return;
        }
        CollectionAudit audit = audits.get().of(space).orElse(new CollectionAudit(Map.of(), clock.instant()));
        List<Integer> waiting = audit.notComparedTo(verification.ends());
        if (!waiting.isEmpty()) {
            tellWaiting(space, verification, waiting);
        } else if (audit.differing() == 0) {
            publishReady(space, audit);
        } else if (isConfirmed(audit)) {
            publishFailed(space, generation, audit);
        }
    }

    private void tellWaiting(Space space, Verification verification, List<Integer> partitions) {
        if (!verification.told()
                && !clock.instant().isBefore(verification.since().plus(REPORT_DELAY))) {
            verifications.put(space.collection(), new Verification(verification.ends(), verification.since(), true));
            LOGGER.atWarn()
                    .addKeyValue("space", space.id())
                    .addKeyValue("partitions", partitions)
                    .log("waiting for the audit: the collection is filled, and becomes ready once it is compared");
        }
    }

    private void publishReady(Space space, CollectionAudit audit) throws InterruptedException {
        if (wasDropped(space)) {
            return;
        }
        verifications.remove(space.collection());
        publish(Generation.ready(space.id(), audit.rows(), space.incarnation(), clock.instant()));
        LOGGER.atInfo()
                .addKeyValue("space", space.id())
                .addKeyValue("pictures", audit.rows())
                .log("generation ready: its collection matches its topic");
    }

    private void publishFailed(Space space, Generation before, CollectionAudit audit) throws InterruptedException {
        String summary = summary(audit);
        if (isBeyondRepair(audit)) {
            build(spaces.get(), space, before.rebuild(), summary);
            return;
        }
        boolean known = before.state() == State.FAILED
                && (before.reason().equals(summary)
                        || clock.instant().isBefore(before.at().plus(REPORT_DELAY)));
        if (known || wasDropped(space)) {
            return;
        }
        publish(new Generation(
                space.id(),
                State.FAILED,
                audit.expected(),
                audit.rows(),
                audit.missingIds(),
                audit.extraIds(),
                summary,
                clock.instant(),
                space.incarnation(),
                before.rebuild()));
        LOGGER.atWarn()
                .addKeyValue("space", space.id())
                .addKeyValue("missing", audit.missingIds())
                .addKeyValue("extra", audit.extraIds())
                .log("generation failed its verification: {}", summary);
    }

    /** Whether enough differences were found again to go by them: a few others may be in flight. */
    private static boolean isConfirmed(CollectionAudit audit) {
        return audit.confirmed() >= Math.min(audit.differing(), MAX_REPAIR);
    }

    private boolean isBeyondRepair(CollectionAudit audit) {
        return audit.missing() > MAX_REPAIR
                && audit.missing() > config.lostShare() * audit.expected()
                && audit.confirmed() > MAX_REPAIR;
    }

    /** The differences in one clause, for operators. */
    private static String summary(CollectionAudit audit) {
        return "%s missing and %s too many; the topic holds %d, the collection %d"
                .formatted(
                        audit.missing() == 1 ? "1 picture is" : audit.missing() + " pictures are",
                        audit.extra() == 1 ? "1 is" : audit.extra() + " are",
                        audit.expected(),
                        audit.rows());
    }

    /** Shows what the audit finds in ready collections, and keeps the number of rows that they are known by up to date. */
    private void followReady(Spaces current) throws InterruptedException {
        Set<String> audited = new HashSet<>();
        boolean checkDrift = !clock.instant().isBefore(nextDriftCheck);
        for (Space space : current.alive()) {
            Generation generation = current.generation(space.id());
            Optional<CollectionAudit> audit = audits.get().of(space);
            if (generation.state() == State.READY && audit.isPresent()) {
                audited.add(space.id());
                metrics.recordAudit(space, audit.get());
                if (checkDrift) {
                    correct(space, generation, audit.get().expected());
                }
            }
        }
        if (checkDrift) {
            nextDriftCheck = clock.instant().plus(DRIFT_INTERVAL);
        }
        metrics.retainAudited(audited);
    }

    /** By this number a collection is checked while the audit is down. */
    private void correct(Space space, Generation generation, long expected) throws InterruptedException {
        if (Math.abs(expected - generation.expected()) > MAX_DRIFT * generation.expected() && !wasDropped(space)) {
            publish(Generation.ready(space.id(), expected, space.incarnation(), generation.at()));
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
