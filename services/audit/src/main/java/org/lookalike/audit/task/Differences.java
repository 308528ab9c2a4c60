package org.lookalike.audit.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.lookalike.events.AuditedDifference;

/**
 * The differences of a partition: suspected once, confirmed when they are found again, open until they are no longer found.
 * Bounded; what does not fit is found again later. Used by one thread.
 */
final class Differences {
    /** How often the same is repaired; then a person has to look. */
    static final int MAX_REPAIRS = 3;

    private static final int MAX_SUSPECTS = 50_000;
    private static final int MAX_CONFIRMED = 50_000;
    private static final int MAX_LISTED = 20;

    private final Map<DifferenceKey, Instant> suspects = new HashMap<>();
    private final Map<DifferenceKey, Found> open = new LinkedHashMap<>();
    private final Map<DifferenceKey, Found> mended = new LinkedHashMap<>(16, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DifferenceKey, Found> eldest) {
            return size() > MAX_LISTED;
        }
    };

    private record Found(Instant at, int repairs, Instant repairedAt) {}

    /**
     * Notes that something differs.
     *
     * @param again how long after the first time it counts as found again, and how long a repair may take
     * @return whether it is to be repaired now
     */
    boolean found(DifferenceKey key, Instant now, java.time.Duration again) {
        Found known = open.get(key);
        if (known != null) {
            boolean due = known.repairs() < MAX_REPAIRS
                    && known.repairedAt().plus(again.multipliedBy(4)).isBefore(now);
            if (due) {
                open.put(key, new Found(known.at(), known.repairs() + 1, now));
            }
            return due;
        }
        Instant first = suspects.get(key);
        if (first == null) {
            if (suspects.size() < MAX_SUSPECTS) {
                suspects.put(key, now);
            }
            return false;
        }
        if (now.isBefore(first.plus(again)) || open.size() >= MAX_CONFIRMED) {
            return false;
        }
        suspects.remove(key);
        Found before = mended.remove(key);
        int repairs = before == null ? 1 : before.repairs() + 1;
        open.put(key, new Found(now, repairs, now));
        return repairs <= MAX_REPAIRS;
    }

    /** Notes that of the differences that a condition holds for only some were found again. */
    void retain(Predicate<DifferenceKey> looked, Predicate<DifferenceKey> found) {
        suspects.keySet().removeIf(key -> looked.test(key) && !found.test(key));
        for (Iterator<Map.Entry<DifferenceKey, Found>> each = open.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<DifferenceKey, Found> next = each.next();
            if (looked.test(next.getKey()) && !found.test(next.getKey())) {
                each.remove();
                mended.put(next.getKey(), next.getValue());
            }
        }
    }

    /** Whether anything is suspected or open in a space's collection. */
    boolean isSuspected(String spaceId) {
        return suspects.keySet().stream().anyMatch(key -> key.spaceId().equals(spaceId))
                || open.keySet().stream().anyMatch(key -> key.spaceId().equals(spaceId));
    }

    /** The buckets in which something of a space's collection is suspected or open, the first few. */
    List<String> suspectedIds(String spaceId, int max) {
        List<String> ids = new ArrayList<>();
        for (Map<DifferenceKey, ?> each : List.of(suspects, open)) {
            each.keySet().stream()
                    .filter(key -> key.spaceId().equals(spaceId))
                    .limit(max)
                    .forEach(key -> ids.add(key.imageId()));
        }
        return ids;
    }

    int openCount() {
        return open.size();
    }

    Iterable<DifferenceKey> openKeys() {
        return open.keySet();
    }

    /** The first few open ones, then the latest that were mended. */
    List<AuditedDifference> events() {
        List<AuditedDifference> events = new ArrayList<>();
        open.forEach((key, found) -> {
            if (events.size() < MAX_LISTED) {
                events.add(event(key, found, true));
            }
        });
        mended.forEach((key, found) -> events.add(event(key, found, false)));
        return events;
    }

    private static AuditedDifference event(DifferenceKey key, Found found, boolean open) {
        return AuditedDifference.newBuilder()
                .setKind(key.kind().name())
                .setImageId(key.imageId())
                .setSpaceId(key.spaceId())
                .setFoundAt(found.at())
                .setRepairs(Math.min(MAX_REPAIRS, found.repairs()))
                .setOpen(open)
                .build();
    }
}
