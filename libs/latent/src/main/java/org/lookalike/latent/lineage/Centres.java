package org.lookalike.latent.lineage;

import org.lookalike.latent.matrix.Vectors;

/** Euclidean distances between centres. */
final class Centres {
    private Centres() {}

    static double distance(float[] one, float[] other) {
        return Vectors.distance(one, other);
    }

    /** The index of the nearest centre, the first of several. */
    static int nearest(float[] point, float[][] centres) {
        int nearest = 0;
        for (int i = 1; i < centres.length; i++) {
            if (distance(point, centres[i]) < distance(point, centres[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** How far the nearest other centre is; 0 where there is none, for then no distance is small. */
    static double gap(float[][] centres, int index) {
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centres.length; i++) {
            if (i != index) {
                gap = Math.min(gap, distance(centres[i], centres[index]));
            }
        }
        return centres.length == 1 ? 0 : gap;
    }

    static void check(float[][] centres, int expected, int dimensions) {
        if (centres.length != expected) {
            throw new IllegalArgumentException("%d centres for %d clusters".formatted(centres.length, expected));
        }
        for (float[] centre : centres) {
            if (centre.length != dimensions) {
                throw new IllegalArgumentException(
                        "a centre of %d dimensions beside one of %d".formatted(centre.length, dimensions));
            }
        }
    }
}
