package org.lookalike.encoding.parity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.neighbours.NeighbourOverlap;

/**
 * What a change of an encoder does to the features of some images, labels or none.
 *
 * @param images how many were compared, at least 1
 * @param meanCosine mean of the cosines between an image's features before and after, -1 to 1
 * @param minCosine the least of them
 * @param sharedNeighbours how much of each image's neighbourhood among the others is kept: the mean fraction of its
 *     {@link #NEIGHBOURS} nearest before that are among as many nearest after, 0 to 1
 */
public record FeatureLoss(int images, double meanCosine, double minCosine, double sharedNeighbours) {
    /** Size of a neighbourhood; smaller where there are not so many other images. */
    public static final int NEIGHBOURS = NeighbourOverlap.DEPTH;

    /**
     * Compares features row by row; takes time in the square of their number.
     *
     * @param before of each image, at least two
     * @param after of the same images in the same order
     * @throws IllegalArgumentException if the lists or their rows do not fit each other
     */
    public static FeatureLoss between(List<float[]> before, List<float[]> after) {
        if (before.size() != after.size() || before.size() < 2) {
            throw new IllegalArgumentException("%d and %d feature vectors, needed are as many, and at least 2"
                    .formatted(before.size(), after.size()));
        }
        double[] cosines = IntStream.range(0, before.size())
                .mapToDouble(i -> Vectors.cosine(before.get(i), after.get(i)))
                .toArray();
        return new FeatureLoss(
                cosines.length,
                Arrays.stream(cosines).average().orElseThrow(),
                Arrays.stream(cosines).min().orElseThrow(),
                NeighbourOverlap.at10(before.toArray(float[][]::new), after.toArray(float[][]::new), before.size())
                        .mean());
    }
}
