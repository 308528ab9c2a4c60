package org.lookalike.latent.cluster;

import org.lookalike.latent.matrix.Vectors;

/** Centres as products with centred rows need them, and how far each has moved. */
final class MovingCentres {
    private final Sample sample;
    private final int clusters;
    private float[] vectors;
    private float[] earlier;
    private final float[] halfNorms;
    private final float[] steps;
    private final float[] travelled;
    private float farthest;
    private boolean placed;

    MovingCentres(Sample sample, int clusters) {
        this.sample = sample;
        this.clusters = clusters;
        this.vectors = new float[clusters * sample.width()];
        this.earlier = new float[vectors.length];
        this.halfNorms = new float[clusters];
        this.steps = new float[clusters];
        this.travelled = new float[clusters];
    }

    /** Moves all centres; the first call sets their positions. */
    void move(double[] positions) {
        int width = sample.width();
        farthest = 0;
        float[] before = vectors;
        vectors = earlier;
        earlier = before;
        for (int c = 0; c < clusters; c++) {
            int at = c * width;
            for (int j = 0; j < width; j++) {
                vectors[at + j] = (float) (positions[at + j] - sample.mean(j));
            }
            double step = Vectors.squaredDistance(vectors, at, before, at, width);
            halfNorms[c] = (float) (Vectors.squaredNorm(vectors, at, width) / 2);
            if (placed && step > 0) {
                steps[c] = Math.nextUp((float) Math.sqrt(step));
                travelled[c] = Math.nextUp(travelled[c] + steps[c]);
            } else {
                steps[c] = 0;
            }
            farthest = Math.max(farthest, travelled[c]);
        }
        placed = true;
    }

    int clusters() {
        return clusters;
    }

    /** One after the other, less the rows' mean; not a copy, and valid until they move. */
    float[] vectors() {
        return vectors;
    }

    /** Half the squared length of a centred vector. */
    float halfNorm(int cluster) {
        return halfNorms[cluster];
    }

    /** All of them; not a copy. */
    float[] halfNorms() {
        return halfNorms;
    }

    /** How far a centre moved last, at most. */
    float step(int cluster) {
        return steps[cluster];
    }

    /** An upper bound of the length of each centre's path so far; not a copy. */
    float[] travelled() {
        return travelled;
    }

    /** The longest of those paths. */
    float farthest() {
        return farthest;
    }
}
