package org.lookalike.latent.labelling;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.latent.matrix.Rows;

/** Measures where a cluster's images lie between the centres. */
public final class ClusterMembers {
    private ClusterMembers() {}

    /**
     * The members with their distances, Euclidean.
     *
     * @param ids of the images
     * @param vectors theirs, row after row in that order
     * @param centres of all clusters, at least 1
     * @param cluster which of them is theirs
     * @throws IllegalArgumentException if numbers or widths do not fit
     */
    public static List<Member> of(List<String> ids, Rows vectors, Rows centres, int cluster) {
        if (ids.size() != vectors.count() || vectors.width() != centres.width()) {
            throw new IllegalArgumentException("%d pictures with %s and centres of width %d, do not fit"
                    .formatted(ids.size(), vectors, centres.width()));
        }
        if (cluster < 0 || cluster >= centres.count()) {
            throw new IllegalArgumentException("cluster %d of %d".formatted(cluster, centres.count()));
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            double own = distance(vectors, i, centres, cluster);
            double other = Double.POSITIVE_INFINITY;
            for (int centre = 0; centre < centres.count(); centre++) {
                if (centre != cluster) {
                    other = Math.min(other, distance(vectors, i, centres, centre));
                }
            }
            members.add(new Member(ids.get(i), own, other - own));
        }
        return members;
    }

    private static double distance(Rows vectors, int row, Rows centres, int centre) {
        int width = vectors.width();
        double square = 0;
        for (int j = 0; j < width; j++) {
            double difference = (double) vectors.values()[row * width + j] - centres.values()[centre * width + j];
            square += difference * difference;
        }
        return Math.sqrt(square);
    }
}
