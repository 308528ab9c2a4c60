package org.lookalike.latent.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.matrix.Workers;

/**
 * Gradient descent with momentum and a gain for each coordinate, after van der Maaten (Accelerating t-SNE using Tree-Based
 * Algorithms, JMLR 15, 2014), with a rate of the number of points: Belkina and others, Automated optimized
 * parameters for t-distributed stochastic neighbor embedding, Nature Communications 10 (2019).
 */
final class GradientDescent {
    /** How much stronger attraction is at the start. */
    static final float EXAGGERATION = 12;

    private static final float MOMENTUM = 0.8f;
    private static final float GAIN_INCREASE = 0.2f;
    private static final float GAIN_DECAY = 0.8f;
    private static final float MIN_GAIN = 0.01f;
    private static final float MAX_STEP = 5;

    /** At the start, points move far between iterations and are sorted along the curve each time, later only now and then. */
    private static final int SORTED_EACH_TIME = 50;

    private static final int SORTED_EVERY = 10;
    private static final int REPORTED_EVERY = 50;

    private final Forces forces;
    private final Workers workers;
    private final @Nullable Anchors anchors;
    private final int count;
    private final float[] x;
    private final float[] y;
    private final float[] stepX;
    private final float[] stepY;
    private final float[] gainX;
    private final float[] gainY;

    /** @param x first positions, which descend; {@code y} likewise */
    GradientDescent(Forces forces, float[] x, float[] y, @Nullable Anchors anchors, Workers workers) {
        this.forces = forces;
        this.workers = workers;
        this.anchors = anchors;
        this.count = x.length;
        this.x = x;
        this.y = y;
        this.stepX = new float[count];
        this.stepY = new float[count];
        this.gainX = new float[count];
        this.gainY = new float[count];
        Arrays.fill(gainX, 1);
        Arrays.fill(gainY, 1);
    }

    /**
     * Places where points are held.
     *
     * @param x of each point; {@code y} likewise
     * @param strength how strongly, 0 where it is free; in units of one point's share of all affinities
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Anchors(float[] x, float[] y, float[] strength) {}

    /**
     * Descends.
     *
     * @return the divergence at the end
     * @throws MapCancelled if the monitor asks for it
     */
    double run(int iterations, int exaggerated, TsneMonitor monitor) {
        for (int iteration = 0; iteration < iterations; iteration++) {
            monitor.check(iteration);
            forces.compute(iteration < SORTED_EACH_TIME || iteration % SORTED_EVERY == 0);
            move(iteration < exaggerated ? EXAGGERATION : 1);
            int done = iteration + 1;
            if (done % REPORTED_EVERY == 0 && done < iterations && monitor.isObserved()) {
                monitor.progress().at(done, iterations, forces.divergence());
            }
        }
        forces.compute(true);
        double divergence = forces.divergence();
        monitor.progress().at(iterations, iterations, divergence);
        return divergence;
    }

    private void move(float exaggeration) {
        float overSum = forces.overSum();
        float rate = count / exaggeration;
        workers.run(Workers.blocks(count, Forces.BLOCK), (worker, block) -> {
            int first = block * Forces.BLOCK;
            for (int i = first; i < Math.min(count, first + Forces.BLOCK); i++) {
                float gradientX = forces.gradientX(i, exaggeration, overSum);
                float gradientY = forces.gradientY(i, exaggeration, overSum);
                if (anchors != null) {
                    float strength = anchors.strength[i] / count;
                    gradientX += strength * (x[i] - anchors.x[i]);
                    gradientY += strength * (y[i] - anchors.y[i]);
                }
                gainX[i] = gain(gainX[i], stepX[i], gradientX);
                gainY[i] = gain(gainY[i], stepY[i], gradientY);
                step(i, rate * gainX[i] * gradientX, rate * gainY[i] * gradientY);
            }
        });
    }

    private void step(int i, float downX, float downY) {
        float dx = MOMENTUM * stepX[i] - downX;
        float dy = MOMENTUM * stepY[i] - downY;
        float length = (float) Math.sqrt(dx * dx + dy * dy);
        float scale = length > MAX_STEP ? MAX_STEP / length : 1;
        stepX[i] = scale * dx;
        stepY[i] = scale * dy;
        x[i] += stepX[i];
        y[i] += stepY[i];
    }

    /** Grows while a coordinate keeps its direction, which is against the gradient. */
    private static float gain(float gain, float step, float gradient) {
        return Math.signum(step) == Math.signum(gradient) ? GAIN_DECAY * gain + MIN_GAIN : gain + GAIN_INCREASE;
    }
}
