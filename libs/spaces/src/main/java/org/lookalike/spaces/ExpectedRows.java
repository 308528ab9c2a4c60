package org.lookalike.spaces;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How many rows a ready collection must hold: what the audit expects, less what may be in flight, as far as the audit has
 * reported lately; otherwise what it held when it was found ready. Thread-safe if what it asks is.
 */
public final class ExpectedRows {
    /** The audit repeats itself several times in that time. */
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    /** Without the audit nobody knows how many images were deleted lately. */
    private static final double MIN_UNAUDITED_SHARE = 0.1;

    private final Supplier<Audits> audits;
    private final Function<Space, Map<Integer, Long>> ends;
    private final double lostShare;
    private final InstantSource clock;

    /**
     * @param ends the present ends of a space's topic; asked only where rows seem to be missing
     * @param lostShare how much of what it should hold may be missing, 0 to 1
     */
    public ExpectedRows(
            Supplier<Audits> audits, Function<Space, Map<Integer, Long>> ends, double lostShare, InstantSource clock) {
        this.audits = audits;
        this.ends = ends;
        this.lostShare = lostShare;
        this.clock = clock;
    }

    /** What a collection must hold from now on; to be asked before its rows are counted. */
    public Expectation of(Space space, Generation generation) {
        return new Expectation(
                space,
                generation,
                audits.get()
                        .of(space)
                        .filter(each -> each.readAt().plus(MAX_AGE).isAfter(clock.instant())));
    }

    /** What a collection must have held at some moment. */
    public final class Expectation {
        private final Space space;
        private final Generation generation;
        private final Optional<CollectionAudit> audit;

        private Expectation(Space space, Generation generation, Optional<CollectionAudit> audit) {
            this.space = space;
            this.generation = generation;
            this.audit = audit;
        }

        /**
         * How many rows it should hold, if it holds too few.
         *
         * @param rows how many it holds
         * @throws org.lookalike.platform.failure.TransientFailure if that cannot be told for now
         */
        public Optional<Long> exceeding(long rows) {
            long expected = audit.map(CollectionAudit::expected).orElse(generation.expected());
            double share = audit.isPresent() ? lostShare : Math.max(lostShare, MIN_UNAUDITED_SHARE);
            long lacking = (long) Math.floor(expected * (1 - share)) - rows;
            boolean lost =
                    lacking > 0 && (audit.isEmpty() || lacking > audit.get().inFlight(ends.apply(space)));
            return lost ? Optional.of(expected) : Optional.empty();
        }
    }
}
