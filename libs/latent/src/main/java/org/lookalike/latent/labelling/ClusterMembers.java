package org.lookalike.latent.labelling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Vectors;

/**
 * The members of one cluster: how far all of them lie from its centre and, of those whose vectors are known, how much
 * nearer that is than any other. Immutable and thread-safe.
 */
public final class ClusterMembers {
    /** How many of the members farthest from the centre to fetch: doubtful ones and outliers are among them. */
    static final int MAX_FARTHEST = 256;

    private final List<Member> all;
    private final List<Member> known;
    private final List<float[]> vectors;

    private ClusterMembers(List<Member> all, List<Member> known, List<float[]> vectors) {
        this.all = List.copyOf(all);
        this.known = known;
        this.vectors = vectors;
    }

    /**
     * The members whose vectors are worth having: the {@value #MAX_FARTHEST} farthest from the centre, farthest first.
     *
     * @param distances of all members to the centre, by id
     */
    public static List<String> farthest(Map<String, Double> distances) {
        MemberSample passing = new MemberSample(1, 0);
        distances.forEach(passing::add);
        return passing.farthest();
    }

    /**
     * Measures members.
     *
     * @param distances of all members to the centre, by id; Euclidean
     * @param vectors of some of them, by id; others in the map make no difference
     * @param centres of all clusters, at least 1
     * @param cluster which of the centres is that of the members
     * @throws IllegalArgumentException if there is no such centre, or widths differ
     */
    public static ClusterMembers of(
            Map<String, Double> distances, Map<String, float[]> vectors, Rows centres, int cluster) {
        if (cluster < 0 || cluster >= centres.count()) {
            throw new IllegalArgumentException("cluster %d of %d".formatted(cluster, centres.count()));
        }
        List<Member> all = new ArrayList<>(distances.size());
        List<Member> known = new ArrayList<>();
        List<float[]> ofKnown = new ArrayList<>();
        distances.forEach((id, distance) -> {
            float[] vector = vectors.get(id);
            Member member = new Member(
                    id, distance, vector == null ? Double.POSITIVE_INFINITY : margin(id, vector, centres, cluster));
            all.add(member);
            if (vector != null) {
                known.add(member);
                ofKnown.add(vector);
            }
        });
        return new ClusterMembers(all, known, ofKnown);
    }

    private static double margin(String id, float[] vector, Rows centres, int cluster) {
        if (vector.length != centres.width()) {
            throw new IllegalArgumentException(
                    "vector of %s has width %d, centres %d".formatted(id, vector.length, centres.width()));
        }
        double own = 0;
        double other = Double.POSITIVE_INFINITY;
        for (int centre = 0; centre < centres.count(); centre++) {
            double distance = Math.sqrt(
                    Vectors.squaredDistance(vector, 0, centres.values(), centre * vector.length, vector.length));
            if (centre == cluster) {
                own = distance;
            } else {
                other = Math.min(other, distance);
            }
        }
        return other - own;
    }

    /** All of them. */
    public List<Member> all() {
        return all;
    }

    /**
     * Members with known vectors that may not deserve the cluster's label.
     *
     * @param label the cluster's
     * @param labels of members by id, as far as somebody gave them one
     * @param max how many to return at most, at least 0
     * @return the strongest first
     */
    public List<Outlier> outliers(Outliers rules, String label, Map<String, String> labels, int max) {
        return known.isEmpty() ? List.of() : rules.of(known, Rows.copyOf(vectors), label, labels, max);
    }
}
