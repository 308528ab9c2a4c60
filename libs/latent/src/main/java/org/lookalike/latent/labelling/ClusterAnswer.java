package org.lookalike.latent.labelling;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What looks at some members say about a whole cluster.
 *
 * @param label the one that most of the counted looks were given; empty where none was answered or the most frequent two
 *     are equally frequent
 * @param looks how many looks count, answered or not
 * @param answered how many of them were answered
 * @param agreeing how many of them were given the label
 * @param purityBound with at least the confidence, no smaller share of the members has the label; 0 to 1, and 0 without a
 *     label. A look that was not answered counts as one that disagrees, for what people leave out is no chance
 * @param confidence 0.6 to less than 1
 * @param members how many the cluster has
 */
public record ClusterAnswer(
        String label, int looks, int answered, int agreeing, double purityBound, double confidence, int members) {
    /**
     * Counts answers.
     *
     * @param looks what was to be looked at
     * @param answers labels by image; other images than the counted looks make no difference
     * @param confidence 0.6 to less than 1
     * @throws IllegalArgumentException if the confidence is not like that
     */
    public static ClusterAnswer of(AuditSample looks, Map<String, String> answers, double confidence) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Look look : looks.looks()) {
            String given = answers.get(look.id());
            if (look.counted() && given != null) {
                counts.merge(given, 1, Integer::sum);
            }
        }
        int answered = counts.values().stream().mapToInt(Integer::intValue).sum();
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        long candidates =
                counts.values().stream().filter(count -> count == most).count();
        String label = candidates == 1
                ? counts.keySet().stream()
                        .filter(name -> Objects.equals(counts.get(name), most))
                        .findFirst()
                        .orElseThrow()
                : "";
        int agreeing = candidates == 1 ? most : 0;
        return new ClusterAnswer(
                label,
                looks.counted(),
                answered,
                agreeing,
                looks.bound(agreeing, confidence),
                confidence,
                looks.members());
    }

    /** Whether every counted look was answered. */
    public boolean complete() {
        return answered == looks;
    }
}
