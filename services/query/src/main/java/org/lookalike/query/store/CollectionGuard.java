package org.lookalike.query.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.lookalike.query.request.Failure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.CollectionLoss;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorStore;

/**
 * Keeps answers from being given out of a part of a collection: one that was dropped, replaced or emptied behind the service's
 * back answers searches as confidently as a whole one. An answer is checked after its search, since what was whole then was
 * whole before. Thread-safe.
 */
public final class CollectionGuard {
    /** A check takes at most a tenth of the time. */
    private static final int TIMES_ITS_DURATION = 10;

    private final VectorStore store;
    private final ExpectedRows expected;
    private final Duration interval;
    private final Outage outage;
    private final InstantSource clock;
    /** The last check of each collection, by its name. */
    private final Map<String, Check> checks = new ConcurrentHashMap<>();
    /** One thread at a time checks a collection; the others wait for what it finds. */
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /**
     * One check. It holds good for longer than configured where it took long: checks must not take the store's time from
     * searches.
     *
     * @param at when it began
     * @param took how long it took
     * @param problem empty if the collection was whole
     */
    private record Check(Instant at, Duration took, Optional<String> problem) {
        boolean holdsAt(Instant asked, Duration interval) {
            Duration slow = took.multipliedBy(TIMES_ITS_DURATION);
            Duration validity = interval.isZero() || interval.compareTo(slow) > 0 ? interval : slow;
            return at.plus(validity).isAfter(asked);
        }
    }

    /**
     * A guard that has checked nothing yet.
     *
     * @param expected how many rows ready collections must hold
     * @param interval how long a check holds good; zero for a check of each batch
     * @param outage lasts while a collection is not whole
     */
    public CollectionGuard(
            VectorStore store, ExpectedRows expected, Duration interval, Outage outage, InstantSource clock) {
        this.store = store;
        this.expected = expected;
        this.interval = interval;
        this.outage = outage;
        this.clock = clock;
    }

    /** The spaces without those whose collections are known to be lost; checks these again if their checks are old. */
    public Spaces withoutLost(Spaces spaces) {
        if (checks.values().stream().allMatch(check -> check.problem().isEmpty())) {
            return spaces;
        }
        Set<String> lost = new HashSet<>();
        Set<String> current = new HashSet<>();
        for (Space space : spaces.alive()) {
            current.add(space.collection());
            Check last = checks.get(space.collection());
            if (last != null
                    && last.problem().isPresent()
                    && check(space, spaces).isPresent()) {
                lost.add(space.id());
            }
        }
        checks.keySet().retainAll(current);
        locks.keySet().retainAll(current);
        if (lost.isEmpty()) {
            outage.end();
        }
        return lost.isEmpty() ? spaces : spaces.without(lost);
    }

    /**
     * Whether an answer out of the space's collection may be given.
     *
     * @return SPACE_NOT_READY if it may not
     */
    public Optional<Failure> check(Space space, Spaces spaces) {
        return problem(space, spaces).map(problem -> {
            outage.begin(new TransientFailure(problem));
            return new Failure(ErrorCode.SPACE_NOT_READY, "%s; space %s is built again".formatted(problem, space.id()));
        });
    }

    private Optional<String> problem(Space space, Spaces spaces) {
        Instant asked = clock.instant();
        Check last = checks.get(space.collection());
        if (last != null && last.holdsAt(asked, interval)) {
            return last.problem();
        }
        synchronized (locks.computeIfAbsent(space.collection(), unseen -> new Object())) {
            return checked(space, spaces, asked);
        }
    }

    /** One check answers for all who asked before it began. */
    private Optional<String> checked(Space space, Spaces spaces, Instant asked) {
        Check last = checks.get(space.collection());
        if (last != null && last.holdsAt(asked, interval)) {
            return last.problem();
        }
        Instant began = clock.instant();
        Optional<String> problem;
        try {
            problem = examine(space, spaces);
        } catch (TransientFailure e) {
            // The store is down, which its searches tell; what was known before holds on.
            problem = last == null ? Optional.empty() : last.problem();
        }
        checks.put(space.collection(), new Check(began, Duration.between(began, clock.instant()), problem));
        return problem;
    }

    private Optional<String> examine(Space space, Spaces spaces) {
        String collection = space.collection();
        try {
            return CollectionLoss.of(
                    space,
                    spaces.generation(space.id()),
                    store.identity(collection),
                    () -> store.countSearchable(collection),
                    () -> store.count(collection),
                    expected);
        } catch (PermanentFailure e) {
            return Optional.of("collection %s cannot be read".formatted(collection));
        }
    }
}
