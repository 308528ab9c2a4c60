package org.lookalike.spaces;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.lookalike.platform.config.Setting;

/** When a collection counts as lost; the sink builds it again, and query does not answer from it. */
public final class CollectionLoss {
    /** Read by the sink and by query. */
    public static final Setting<Double> SHARE = Setting.decimal(
            "spaces.lost-share",
            0.0,
            1.0,
            0.01,
            "The share of a ready collection's pictures that may be missing before the collection counts as lost: it is"
                    + " not searched then, and built again from its topic of vectors. Smaller differences are"
                    + " repaired by the audit, which is told by the same count.");

    private CollectionLoss() {}

    /**
     * What has happened to a space's collection, in one clause; empty where nothing has, as far as can be told.
     *
     * @param identity what the collection says that it is; empty where there is none
     * @param count asked for the number of its rows, if it is ready and the right one
     * @param exactCount asked for it where these seem too few
     * @param expected how many it should have
     */
    public static Optional<String> of(
            Space space,
            Generation generation,
            Optional<String> identity,
            LongSupplier count,
            LongSupplier exactCount,
            ExpectedRows expected) {
        String collection = space.collection();
        if (identity.isEmpty()) {
            return Optional.of("collection %s is gone".formatted(collection));
        }
        if (!identity.get().equals(collection)) {
            return Optional.of("collection %s was replaced by another one".formatted(collection));
        }
        if (generation.state() != Generation.State.READY) {
            return Optional.empty();
        }
        ExpectedRows.Expectation expectation = expected.of(space, generation);
        if (expectation.exceeding(count.getAsLong()).isEmpty()) {
            return Optional.empty();
        }
        long rows = exactCount.getAsLong();
        return expectation
                .exceeding(rows)
                .map(pictures -> "collection %s holds %d of %d pictures".formatted(collection, rows, pictures));
    }
}
