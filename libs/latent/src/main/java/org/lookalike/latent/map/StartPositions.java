package org.lookalike.latent.map;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.map.GradientDescent.Anchors;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Neighbours;

/**
 * Where points are before the first step.
 *
 * @param x of each point; {@code y} likewise
 * @param anchors where points are held, null for nowhere
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; they descend.
record StartPositions(float[] x, float[] y, @Nullable Anchors anchors) {
    /** Small against the distance 1 at which attraction begins to fade, so that groups can form anywhere. */
    private static final double EXTENT = 1e-4;

    private static final double JITTER = 1e-2;

    /** The two first principal components, small. */
    static StartPositions principal(Rows rows, long seed) {
        PcaModel model = Pca.fit(rows, PcaOptions.ofDimensions(2).withThreads(1));
        float[] projected = Blas.withThreads(1, () -> model.project(rows)).values();
        int width = model.dimensions();
        double scale = EXTENT / Math.sqrt(model.explainedVariance()[0]);
        float[] x = new float[rows.count()];
        float[] y = new float[rows.count()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (scale * projected[i * width] + JITTER * EXTENT * (random.nextDouble() - 0.5));
            double second = width > 1 ? projected[i * width + 1] : 0;
            y[i] = (float) (scale * second + JITTER * EXTENT * (random.nextDouble() - 0.5));
        }
        return new StartPositions(x, y, null);
    }

    /** Earlier places where there are some, and for the other points places among their neighbours. */
    static StartPositions earlier(
            Map<Integer, Place> places, Neighbours neighbours, float[] weights, double anchor, long seed) {
        int count = neighbours.queries();
        float[] x = new float[count];
        float[] y = new float[count];
        float[] strength = new float[count];
        Arrays.fill(x, Float.NaN);
        Arrays.fill(y, Float.NaN);
        places.forEach((row, place) -> {
            if (row < 0 || row >= count) {
                throw new IllegalArgumentException("an earlier place for row %d of %d rows".formatted(row, count));
            }
            x[row] = place.x();
            y[row] = place.y();
            strength[row] = (float) anchor;
        });
        if (places.isEmpty()) {
            throw new IllegalArgumentException("no row has an earlier place, at least 1 must");
        }
        placeAmongNeighbours(x, y, neighbours, weights);
        separate(x, y, strength, seed, places.size() < count);
        return new StartPositions(x, y, new Anchors(x.clone(), y.clone(), strength));
    }

    /** New points whose neighbours are new themselves wait for those to be placed. */
    private static void placeAmongNeighbours(float[] x, float[] y, Neighbours neighbours, float[] weights) {
        boolean placedOne = true;
        while (placedOne) {
            placedOne = false;
            OutOfSamplePlacement placement = new OutOfSamplePlacement(x.clone(), y.clone());
            for (int i = 0; i < x.length; i++) {
                Place place = Float.isNaN(x[i])
                        ? placement.of(neighbours.indices(), weights, i * neighbours.each(), neighbours.each())
                        : null;
                if (place != null) {
                    x[i] = place.x();
                    y[i] = place.y();
                    placedOne = true;
                }
            }
        }
    }

    /** New points must not lie exactly on each other; those without placed neighbours begin in the middle. */
    private static void separate(float[] x, float[] y, float[] strength, long seed, boolean some) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; some && i < x.length; i++) {
            double right = random.nextDouble() - 0.5;
            double up = random.nextDouble() - 0.5;
            if (Float.isNaN(x[i])) {
                x[i] = (float) right;
                y[i] = (float) up;
            } else if (strength[i] == 0) {
                x[i] += (float) (JITTER * right);
                y[i] += (float) (JITTER * up);
            }
        }
    }
}
