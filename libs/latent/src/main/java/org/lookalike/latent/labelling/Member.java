package org.lookalike.latent.labelling;

/**
 * An image of a cluster.
 *
 * @param id of the image, unique in the cluster
 * @param distance to the cluster's centre, 0 or more, in any unit
 * @param margin how much farther the nearest other centre is than its own, in the same unit: little means doubtful, less
 *     than 0 that it lies nearer to another; positive infinity where not known, or where there is no other
 */
public record Member(String id, double distance, double margin) {
    public Member {
        if (!(distance >= 0 && distance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "member %s is %s from the centre, must be finite and at least 0".formatted(id, distance));
        }
        if (Double.isNaN(margin)) {
            throw new IllegalArgumentException("member %s has no number as its margin".formatted(id));
        }
    }
}
