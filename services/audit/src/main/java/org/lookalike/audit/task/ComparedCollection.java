package org.lookalike.audit.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.AuditedCollection;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Buckets;

/** How far the comparison of one collection with a partition has come. Used by one thread. */
final class ComparedCollection {
    private final Space space;
    private long pass = CollectionSlice.AGAIN;
    /** The bucket that the pass goes on with. */
    private int nextBucket;

    private Totals current = Totals.NONE;
    private Totals last = Totals.NONE;
    private @Nullable Instant comparedAt;

    /**
     * What a pass has found.
     *
     * @param comparedTo the lowest offset that a slice was compared up to, or -1 before the first
     * @param rows how many rows there are
     * @param missing vectors without the row of the latest
     * @param extra rows without vector
     */
    private record Totals(long comparedTo, long rows, long missing, long extra) {
        static final Totals NONE = new Totals(-1, -1, 0, 0);
    }

    ComparedCollection(Space space) {
        this.space = space;
    }

    Space space() {
        return space;
    }

    /**
     * Notes what was found in a slice. Slices of a pass come in the order of buckets; a pass that lacks one is left out.
     *
     * @return whether the whole collection has been compared
     */
    boolean add(CollectionSlice slice, long missing, long extra, Instant now) {
        if (slice.pass() == CollectionSlice.AGAIN) {
            return false;
        }
        if (slice.buckets().from() == 0) {
            pass = slice.pass();
            nextBucket = 0;
            current = new Totals(slice.settledOffset(), 0, 0, 0);
        }
        if (slice.pass() != pass || slice.buckets().from() != nextBucket) {
            return false;
        }
        nextBucket = slice.buckets().to();
        current = new Totals(
                Math.min(current.comparedTo(), slice.settledOffset()),
                current.rows() + slice.rows().size(),
                current.missing() + missing,
                current.extra() + extra);
        if (nextBucket < Buckets.COUNT) {
            return false;
        }
        last = current;
        comparedAt = now;
        return true;
    }

    /**
     * What is said of it.
     *
     * @param expected how many rows it should hold
     * @param settledTo the offset up to which that holds good
     */
    AuditedCollection event(long expected, long settledTo, Differences differences) {
        long found = last.missing() + last.extra();
        long noted = differences.count(space.id());
        return AuditedCollection.newBuilder()
                .setSpaceId(space.id())
                .setCollection(space.collection())
                .setExpected(expected)
                .setSettledTo(settledTo)
                .setComparedTo(last.comparedTo())
                .setComparedAt(comparedAt)
                .setRows(last.rows())
                .setDiffering(differences.isFull() ? Math.max(noted, found) : noted)
                .setConfirmed(differences.openCount(space.id()))
                .setMissing(last.missing())
                .setExtra(last.extra())
                .setMissingIds(ids(differences, false))
                .setExtraIds(ids(differences, true))
                .build();
    }

    private List<String> ids(Differences differences, boolean extra) {
        return differences.openIds(
                key -> key.spaceId().equals(space.id()) && (key.kind() == DifferenceKind.EXTRA_ROW) == extra);
    }
}
