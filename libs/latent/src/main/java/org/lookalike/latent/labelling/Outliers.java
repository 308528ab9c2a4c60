package org.lookalike.latent.labelling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.labelling.Outlier.Reason;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * Finds members of a labelled cluster that somebody should look at.
 *
 * @param nearlyEqual a member lies between clusters where another centre is farther than its own by at most this part of
 *     the distance to its own, 0 or more
 * @param fence a member is far where its distance lies beyond the upper quartile by more than so many quartile ranges, 0
 *     or more; 1.5 is Tukey's (Exploratory Data Analysis, 1977)
 */
public record Outliers(double nearlyEqual, double fence) {
    private static final Outliers DEFAULTS = new Outliers(0.02, 1.5);
    private static final Comparator<Outlier> STRONGEST_FIRST = Comparator.comparing(Outlier::reason)
            .thenComparing(Comparator.comparingDouble(Outlier::strength).reversed())
            .thenComparing(Outlier::id);

    public Outliers {
        if (!(nearlyEqual >= 0 && fence >= 0)) {
            throw new IllegalArgumentException(
                    "nearly equal by %s, fence at %s, must be at least 0".formatted(nearlyEqual, fence));
        }
    }

    /** Centres equally near within 2 %, Tukey's fence. */
    public static Outliers defaults() {
        return DEFAULTS;
    }

    /**
     * Finds outliers.
     *
     * @param members of the cluster
     * @param vectors theirs, row after row in the members' order
     * @param label the cluster's
     * @param labels of members by id, as far as somebody gave them one
     * @param max how many to return at most, at least 0
     * @return the strongest first
     * @throws IllegalArgumentException if there are not as many vectors as members
     */
    public List<Outlier> of(List<Member> members, Rows vectors, String label, Map<String, String> labels, int max) {
        if (members.size() != vectors.count()) {
            throw new IllegalArgumentException(
                    "%d members and %d vectors, must be equally many".formatted(members.size(), vectors.count()));
        }
        if (members.isEmpty()) {
            return List.of();
        }
        Rows directions = vectors.normalised();
        List<float[]> same = new ArrayList<>();
        List<float[]> other = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            String own = labels.get(members.get(i).id());
            if (own != null) {
                (own.equals(label) ? same : other).add(directions.row(i));
            }
        }
        double[] sorted =
                members.stream().mapToDouble(Member::distance).sorted().toArray();
        double upper = quantile(sorted, 0.75);
        double limit = upper + fence * (upper - quantile(sorted, 0.25));
        List<Outlier> outliers = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Outlier outlier = outlier(members.get(i), directions.row(i), label, labels, same, other, limit);
            if (outlier != null) {
                outliers.add(outlier);
            }
        }
        return outliers.stream().sorted(STRONGEST_FIRST).limit(max).toList();
    }

    private @Nullable Outlier outlier(
            Member member,
            float[] direction,
            String label,
            Map<String, String> labels,
            List<float[]> same,
            List<float[]> other,
            double limit) {
        String own = labels.get(member.id());
        if (own != null) {
            return own.equals(label) ? null : new Outlier(member.id(), Reason.LABELLED_OTHERWISE, 0);
        }
        double excess = other.isEmpty() ? -1 : nearest(direction, other) - nearest(direction, same);
        if (excess > 0) {
            return new Outlier(member.id(), Reason.RESEMBLES_ANOTHER_LABEL, excess);
        }
        if (member.margin() <= nearlyEqual * member.distance()) {
            return new Outlier(member.id(), Reason.BETWEEN_CLUSTERS, -member.margin());
        }
        return member.distance() > limit
                ? new Outlier(member.id(), Reason.FAR_FROM_THE_CENTRE, member.distance() - limit)
                : null;
    }

    /** The largest cosine with any, -1 where there is none. */
    private static double nearest(float[] direction, List<float[]> others) {
        double nearest = -1;
        for (float[] other : others) {
            nearest = Math.max(nearest, Vectors.dot(direction, other));
        }
        return nearest;
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
