package org.lookalike.query.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.BurstRule;
import org.lookalike.latent.search.Burst;
import org.lookalike.latent.search.BurstCandidate;
import org.lookalike.latent.search.BurstRules;
import org.lookalike.latent.search.HitGroup;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;

/**
 * Which hits stand for others: the best of a burst of nearly the same image, then the best of a group with the same value
 * of an attribute.
 *
 * @param burst what makes a burst, or null to leave bursts as they are
 * @param groupBy the attribute to group by, or null for no groups
 * @param groupSize how many hits a group may have
 */
public record HitCollapse(
        @Nullable BurstRule burst, @Nullable String groupBy, int groupSize) {

    /** Whether it may make hits fewer. */
    boolean isAsked() {
        return burst != null || groupBy != null;
    }

    /**
     * Collapses hits.
     *
     * @param hits best first
     * @param rows gives rows by id, asked for those alone that may belong to a burst
     */
    List<Hit> apply(List<VectorHit> hits, Function<Collection<String>, Map<String, VectorRow>> rows) {
        List<Hit> collapsed = burst == null ? hits.stream().map(Hit::of).toList() : collapsed(burst, hits, rows);
        return groupBy == null ? collapsed : grouped(groupBy, groupSize, collapsed);
    }

    private static List<Hit> collapsed(
            BurstRule rule, List<VectorHit> hits, Function<Collection<String>, Map<String, VectorRow>> rows) {
        BurstRules rules = new BurstRules(Duration.ofMillis(rule.getWithinMs()), rule.getMinScore());
        Map<String, VectorRow> close = rows.apply(hasNeighbourInTime(hits, rule.getWithinMs()));
        List<BurstCandidate> candidates = new ArrayList<>(hits.size());
        for (VectorHit hit : hits) {
            VectorRow row = close.get(hit.id());
            // Without a vector it stands alone: nothing is near it in time, or it was deleted a moment ago.
            candidates.add(new BurstCandidate(
                    row == null ? "" : hit.source(), hit.time(), row == null ? new float[] {1} : row.vector()));
        }
        List<Hit> collapsed = new ArrayList<>();
        for (Burst burst : rules.collapse(candidates)) {
            collapsed.add(Hit.of(
                    hits.get(burst.first()),
                    "",
                    burst.duplicates().stream()
                            .map(place -> hits.get(place).id())
                            .toList()));
        }
        return collapsed;
    }

    private static List<String> hasNeighbourInTime(List<VectorHit> hits, long withinMs) {
        Map<String, List<VectorHit>> bySource = new HashMap<>();
        hits.forEach(hit -> bySource.computeIfAbsent(hit.source(), source -> new ArrayList<>())
                .add(hit));
        List<String> ids = new ArrayList<>();
        bySource.forEach((source, sharing) -> {
            long[] times = sharing.stream()
                    .mapToLong(hit -> hit.time().toEpochMilli())
                    .sorted()
                    .toArray();
            for (VectorHit hit : sharing) {
                long time = hit.time().toEpochMilli();
                int from = lowerBound(times, time - withinMs);
                int to = lowerBound(times, time + withinMs + 1);
                if (!source.isEmpty() && to - from > 1) {
                    ids.add(hit.id());
                }
            }
        });
        return ids;
    }

    /** How many of the sorted times are earlier. */
    private static int lowerBound(long[] times, long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<Hit> grouped(String attribute, int size, List<Hit> hits) {
        List<String> values = hits.stream()
                .map(hit -> hit.hit().attributes().getOrDefault(attribute, ""))
                .toList();
        return HitGroup.of(values, size).stream()
                .flatMapToInt(group -> group.shown().stream().mapToInt(Integer::intValue))
                .sorted()
                .mapToObj(hits::get)
                .toList();
    }
}
