package org.lookalike.latent.labelling;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the labels of some members say about a whole cluster.
 *
 * @param label the one that most of the members picked at random were given; empty where none was given one, or the two
 *     most frequent labels are equally frequent
 * @param sampleSize how many members were picked at random, labelled or not
 * @param answered how many of them were labelled
 * @param agreeing how many of them were given the label
 * @param purityBound with at least the confidence, no smaller share of the cluster's members has the label; 0 to 1, and 0
 *     without a label. A member that was not labelled counts as one that disagrees, since what people leave out is not
 *     left out at random
 * @param confidence 0.6 to less than 1
 * @param clusterSize how many members the cluster has
 */
public record AuditResult(
        String label,
        int sampleSize,
        int answered,
        int agreeing,
        double purityBound,
        double confidence,
        int clusterSize) {
    /**
     * Counts labels.
     *
     * @param sample the members that were to be labelled
     * @param labels by image; those of other images than the ones picked at random make no difference
     * @param confidence 0.6 to less than 1
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public static AuditResult of(AuditSample sample, Map<String, String> labels, double confidence) {
        Map<String, Integer> counts = new TreeMap<>();
        for (SampledMember member : sample.members()) {
            String given = labels.get(member.id());
            if (member.counted() && given != null) {
                counts.merge(given, 1, Integer::sum);
            }
        }
        int answered = counts.values().stream().mapToInt(Integer::intValue).sum();
        int max = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        long candidates = counts.values().stream().filter(count -> count == max).count();
        String label = candidates == 1
                ? counts.keySet().stream()
                        .filter(name -> Objects.equals(counts.get(name), max))
                        .findFirst()
                        .orElseThrow()
                : "";
        int agreeing = candidates == 1 ? max : 0;
        return new AuditResult(
                label,
                sample.size(),
                answered,
                agreeing,
                sample.bound(agreeing, confidence),
                confidence,
                sample.clusterSize());
    }

    /** Whether every member picked at random was labelled. */
    public boolean complete() {
        return answered == sampleSize;
    }
}
