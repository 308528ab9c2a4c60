package org.lookalike.spaces;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.AuditedCollection;

/**
 * What the audit said last of one collection.
 *
 * @param partitions by the partition of the topic of vectors; those of which it has said something
 * @param readAt when the oldest of these reports was read
 */
public record CollectionAudit(Map<Integer, AuditedCollection> partitions, Instant readAt) {
    /** Ids that are named together; the others are only counted. */
    private static final int MAX_NAMED = 20;

    public CollectionAudit {
        partitions = Map.copyOf(partitions);
    }

    /** How many rows it should hold once its group has read everything. */
    public long expected() {
        return sum(AuditedCollection::getExpected);
    }

    /** How many rows the last whole comparisons found; 0 before them. */
    public long rows() {
        return sum(each -> Math.max(0, each.getRows()));
    }

    /** How many rows differ, some of which may have been in flight. */
    public long differing() {
        return sum(AuditedCollection::getDiffering);
    }

    /** How many rows were found to differ more than once. */
    public long confirmed() {
        return sum(AuditedCollection::getConfirmed);
    }

    /** How many images the last whole comparisons found without the row of their latest vector. */
    public long missing() {
        return sum(AuditedCollection::getMissing);
    }

    /** How many rows these found without a vector. */
    public long extra() {
        return sum(AuditedCollection::getExtra);
    }

    /** The first few images whose row is missing or stale, sorted. */
    public List<String> missingIds() {
        return ids(AuditedCollection::getMissingIds);
    }

    /** The first few images whose row is extra, sorted. */
    public List<String> extraIds() {
        return ids(AuditedCollection::getExtraIds);
    }

    /**
     * The partitions that were not compared up to some offsets yet, sorted.
     *
     * @param ends an offset for each partition of the topic
     */
    public List<Integer> notComparedTo(Map<Integer, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> {
                    @Nullable AuditedCollection audited = partitions.get(end.getKey());
                    return audited == null || audited.getComparedTo() < end.getValue();
                })
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * How many records there were at most that either the audit or the collection's group had not handled when the expected
     * rows were counted: by so many the collection may hold fewer rows although nothing is lost.
     *
     * @param ends the topic's ends, read after the collection's rows were counted
     * @return {@link Long#MAX_VALUE} where that is unknown
     */
    public long inFlight(Map<Integer, Long> ends) {
        long records = 0;
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            @Nullable AuditedCollection audited = partitions.get(end.getKey());
            if (audited == null || audited.getSettledTo() < 0) {
                return Long.MAX_VALUE;
            }
            records += Math.max(0, end.getValue() - audited.getSettledTo());
        }
        return records;
    }

    private long sum(ToLongFunction<AuditedCollection> of) {
        return partitions.values().stream().mapToLong(of).sum();
    }

    private List<String> ids(Function<AuditedCollection, List<String>> of) {
        return partitions.values().stream()
                .flatMap(each -> of.apply(each).stream())
                .sorted()
                .limit(MAX_NAMED)
                .toList();
    }
}
