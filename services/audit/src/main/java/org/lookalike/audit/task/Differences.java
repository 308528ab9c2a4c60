package org.lookalike.audit.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
     * @param again how long after the first time it counts as found again; a repair may take four times as long
     * @return whether a repair is due
     */
    boolean found(DifferenceKey key, Instant now, Duration again) {
        Found known = open.get(key);
        if (known == null) {
            known = confirm(key, now, again);
        }
        return known != null
                && known.repairs() < MAX_REPAIRS
                && known.repairedAt().plus(again.multipliedBy(4)).isBefore(now);
    }

    private @Nullable Found confirm(DifferenceKey key, Instant now, Duration again) {
        Instant first = suspects.get(key);
        if (first == null) {
            if (suspects.size() < MAX_SUSPECTS) {
                suspects.put(key, now);
            }
            return null;
        }
        if (now.isBefore(first.plus(again)) || open.size() >= MAX_CONFIRMED) {
            return null;
        }
        suspects.remove(key);
        Found before = mended.remove(key);
        Found confirmed = new Found(now, before == null ? 0 : before.repairs(), Instant.EPOCH);
        open.put(key, confirmed);
        return confirmed;
    }

    /** Notes that a record was handed over to be published, which should mend it. */
    void repaired(DifferenceKey key, Instant now) {
        open.computeIfPresent(key, (same, found) -> new Found(found.at(), found.repairs() + 1, now));
    }

    /** Forgets the differences that a condition holds for: nobody looks for them any more. */
    void forget(Predicate<DifferenceKey> obsolete) {
        suspects.keySet().removeIf(obsolete);
        open.keySet().removeIf(obsolete);
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

    /** The ids of which something in a space's collection is suspected or open, the first few. */
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

    /** How many are open in a space's collection. */
    long openCount(String spaceId) {
        return open.keySet().stream()
                .filter(key -> key.spaceId().equals(spaceId))
                .count();
    }

    /** How many are suspected or open in a space's collection. */
    long count(String spaceId) {
        return openCount(spaceId)
                + suspects.keySet().stream()
                        .filter(key -> key.spaceId().equals(spaceId))
                        .count();
    }

    /** Whether some may have been left out. */
    boolean isFull() {
        return suspects.size() >= MAX_SUSPECTS || open.size() >= MAX_CONFIRMED;
    }

    /** The ids of open ones that a condition holds for, the first few. */
    List<String> openIds(Predicate<DifferenceKey> condition) {
        return open.keySet().stream()
                .filter(condition)
                .map(DifferenceKey::imageId)
                .limit(MAX_LISTED)
                .toList();
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
                .setRepairs(found.repairs())
                .setOpen(open)
                .build();
    }
}
