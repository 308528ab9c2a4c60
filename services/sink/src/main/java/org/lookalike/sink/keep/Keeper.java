package org.lookalike.sink.keep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
 * AuditSample after the generations: counts those that have caught up, says which are ready, lets them answer, and drops what
 * has been out of use for longer than the grace. Everything is derived from the topic {@code spaces} and the store, so
 * that a successor goes on wherever this one was killed.
 */
public final class Keeper implements LeaderTask {
    private static final Logger LOGGER = LoggerFactory.getLogger(Keeper.class);
    private static final String NAME = "keeper";
    /** So near its end a generation is worth counting: under steady traffic it never stands at the end. */
    private static final long NEAR = 1_000;

    /** So long what was announced may take to come back. */
    private static final Duration ECHO = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(10);

    private final KeeperConfig config;
    private final Supplier<Spaces> spaces;
    private final Announcer announcer;
    private final VectorStore store;
    private final Reconciliation reconciliation;
    private final Function<Space, GenerationProgress> progress;
    private final ProgressMetrics metrics;
    private final InstantSource clock;
    private final Map<String, Pause> pauses = new HashMap<>();
    /** What was known when something was announced last. */
    private @Nullable Spaces answered;

    private Instant answeredUntil = Instant.MIN;

    /** Publishes on the topic {@code spaces}; returns when it is acknowledged. */
    public interface Announcer {
        void announce(Generation generation);

        void announce(Activation activation);
    }

    /** @param differences how many there were before it */
    private record Pause(Instant until, Duration length, long differences) {}

    /**
     * @param spaces what is known, read anew by each step
     * @param progress how far a space's group has come
     */
    public Keeper(
            KeeperConfig config,
            Supplier<Spaces> spaces,
            Announcer announcer,
            VectorStore store,
            Reconciliation reconciliation,
            Function<Space, GenerationProgress> progress,
            ProgressMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.spaces = spaces;
        this.announcer = new Remembering(announcer);
        this.store = store;
        this.reconciliation = reconciliation;
        this.progress = progress;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void runOnce() throws InterruptedException {
        Spaces known = spaces.get();
        if (known == answered && clock.instant().isBefore(answeredUntil)) {
            // What was announced has not come back yet: it would be announced once more.
            return;
        }
        answered = null;
        sweep(known);
        retire(known);
        activate(known);
        TransientFailure outage = null;
        for (Space space : known.alive()) {
            if (known.generation(space.id()).state() != State.READY) {
                try {
                    look(space, known.generation(space.id()));
                } catch (TransientFailure e) {
                    // Of one space: its topic may be missing, and the others' not.
                    outage = e;
                }
            }
        }
        metrics.keep(known);
        if (outage != null) {
            throw outage;
        }
    }

    @Override
    public void onResigned() {
        metrics.clear();
    }

    private void look(Space space, Generation generation) throws InterruptedException {
        GenerationProgress now = progress.apply(space);
        metrics.show(space, now, clock.instant());
        Pause pause = pauses.get(space.id());
        if (now.remaining() > NEAR || (pause != null && clock.instant().isBefore(pause.until()))) {
            return;
        }
        boolean wasWrong = generation.state() == State.FAILED;
        Count count = wasWrong && config.repair() ? reconciliation.repair(space) : reconciliation.count(space);
        switch (count.outcome()) {
            case NOT_YET -> {}
            case WHOLE -> ready(space, count);
            case WRONG -> wrong(space, generation, count);
        }
    }

    private void ready(Space space, Count count) {
        if (isGone(space)) {
            return;
        }
        pauses.remove(space.id());
        announcer.announce(Generation.ready(space.id(), count.expected(), clock.instant()));
        LOGGER.atInfo()
                .addKeyValue("space", space.id())
                .addKeyValue("pictures", count.expected())
                .log("generation ready: its collection holds what its topic does");
    }

    private void wrong(Space space, Generation before, Count count) {
        Pause last = pauses.get(space.id());
        long differences = count.missingInAll() + count.extraInAll();
        // A large difference is put right piece by piece: as long as it gets smaller there is nothing to wait for.
        Duration length = last == null || differences < last.differences()
                ? FIRST_PAUSE
                : shorter(last.length().multipliedBy(2), MAX_PAUSE);
        pauses.put(space.id(), new Pause(clock.instant().plus(length), length, differences));
        String reason = "%d pictures are missing and %d too many; the topic holds %d, the collection %d"
                .formatted(count.missingInAll(), count.extraInAll(), count.expected(), count.counted());
        boolean known = before.state() == State.FAILED
                && before.missing().equals(count.missing())
                && before.extra().equals(count.extra());
        if (known || isGone(space)) {
            return;
        }
        announcer.announce(new Generation(
                space.id(),
                State.FAILED,
                count.expected(),
                count.counted(),
                count.missing(),
                count.extra(),
                reason,
                clock.instant()));
        LOGGER.atWarn()
                .addKeyValue("space", space.id())
                .addKeyValue("missing", count.missing())
                .addKeyValue("extra", count.extra())
                .log("generation does not answer: {}", reason);
    }

    /** Whether the space was dropped while it was being counted. */
    private boolean isGone(Space space) {
        return !spaces.get().alive().contains(space);
    }

    /** Lets the newest space answer that got ready after the last activation: a rollback is not undone by it. */
    private void activate(Spaces known) {
        if (!config.autoActivate()) {
            return;
        }
        candidate(known).ifPresent(space -> {
            announcer.announce(new Activation(space.id(), NAME, "its generation is ready", clock.instant()));
            LOGGER.atInfo().addKeyValue("space", space.id()).log("activated");
        });
    }

    private static Optional<Space> candidate(Spaces known) {
        Optional<Space> active = known.active();
        Optional<Instant> decided = last(known.activations()).map(Activation::at);
        List<Space> all = known.all();
        return known.alive().stream()
                .filter(space -> !space.isRaw())
                // A change of the encoder is a person's decision: query services must have it open.
                .filter(space -> active.map(Space::encoderId)
                        .filter(space.encoderId()::equals)
                        .isPresent())
                .filter(space -> all.indexOf(space) > active.map(all::indexOf).orElse(-1))
                .filter(space -> known.generation(space.id()).state() == State.READY)
                .filter(space ->
                        decided.map(known.generation(space.id()).at()::isAfter).orElse(true))
                .reduce((earlier, later) -> later);
    }

    /** Drops what another space has taken the place of for longer than the grace. */
    private void retire(Spaces known) {
        Optional<Activation> activation = known.activation();
        if (activation.isEmpty()) {
            return;
        }
        Instant since = activation.get().at();
        if (clock.instant().isBefore(since.plus(config.grace()))) {
            return;
        }
        List<Space> all = known.all();
        for (Space space : known.alive()) {
            boolean answers = space.id().equals(activation.get().spaceId());
            if (answers || (space.isRaw() && config.keepRaw()) || waits(known, space)) {
                continue;
            }
            Generation generation = known.generation(space.id());
            boolean superseded = generation.state() == State.READY
                    ? generation.at().isBefore(since)
                    : all.indexOf(space) < known.active().map(all::indexOf).orElse(-1);
            // Somebody may have gone back to it a moment ago.
            if (superseded && spaces.get().activation().equals(activation)) {
                announcer.announce(Generation.dropped(
                        space.id(),
                        "space %s has answered since %s, longer than the grace of %s"
                                .formatted(activation.get().spaceId(), since, config.grace()),
                        clock.instant()));
                LOGGER.atInfo().addKeyValue("space", space.id()).log("superseded, dropped");
            }
        }
    }

    /**
     * Whether it is of a newer encoder than the one that answers, which has never answered yet: letting it is a person's
     * decision, and that may take longer than the grace.
     */
    private static boolean waits(Spaces known, Space space) {
        List<String> encoders =
                known.all().stream().map(Space::encoderId).distinct().toList();
        int answering =
                known.active().map(Space::encoderId).map(encoders::indexOf).orElse(-1);
        Set<String> activated =
                known.activations().stream().map(Activation::spaceId).collect(Collectors.toSet());
        return encoders.indexOf(space.encoderId()) > answering
                && known.all().stream()
                        .filter(other -> other.encoderId().equals(space.encoderId()))
                        .noneMatch(other -> activated.contains(other.id()));
    }

    /** Takes the collections of dropped spaces away, again where an instance that had not heard of it made one anew. */
    private void sweep(Spaces known) {
        List<String> collections = store.collections();
        for (Space space : known.all()) {
            if (known.generation(space.id()).state() == State.DROPPED && collections.contains(space.collection())) {
                store.drop(space.collection());
                LOGGER.atInfo().addKeyValue("collection", space.collection()).log("removed a collection");
            }
        }
    }

    /** Notes upon which knowledge something was announced. */
    private final class Remembering implements Announcer {
        private final Announcer announcer;

        Remembering(Announcer announcer) {
            this.announcer = announcer;
        }

        @Override
        public void announce(Generation generation) {
            note();
            announcer.announce(generation);
        }

        @Override
        public void announce(Activation activation) {
            note();
            announcer.announce(activation);
        }

        private void note() {
            answered = spaces.get();
            answeredUntil = clock.instant().plus(ECHO);
        }
    }

    private static Optional<Activation> last(List<Activation> activations) {
        return activations.isEmpty() ? Optional.empty() : Optional.of(activations.get(activations.size() - 1));
    }

    private static Duration shorter(Duration left, Duration right) {
        return left.compareTo(right) < 0 ? left : right;
    }
}
