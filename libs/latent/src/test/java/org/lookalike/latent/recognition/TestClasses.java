package org.lookalike.latent.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.lookalike.latent.matrix.Rows;

/** Images of simulated classes: each class a random direction, each image near its class's. */
final class TestClasses {
    static final int WIDTH = 24;
    private final List<float[]> vectors = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();

    /** Images of classes {@code from} to {@code to - 1}. */
    static TestClasses of(int from, int to, int each, double spread, long seed) {
        TestClasses classes = new TestClasses();
        for (int number = from; number < to; number++) {
            SplittableRandom centre = new SplittableRandom(1000 + number);
            double[] direction = centre.doubles(WIDTH, -1, 1).toArray();
            SplittableRandom random = new SplittableRandom(seed * 7919 + number);
            for (int i = 0; i < each; i++) {
                float[] vector = new float[WIDTH];
                for (int j = 0; j < WIDTH; j++) {
                    vector[j] = (float) (direction[j] + spread * (random.nextDouble() * 2 - 1));
                }
                classes.vectors.add(vector);
                classes.labels.add(name(number));
            }
        }
        return classes;
    }

    static String name(int number) {
        return "class %03d".formatted(number);
    }

    Gallery gallery() {
        return Gallery.of(rows(), labels);
    }

    Rows rows() {
        return Rows.copyOf(vectors);
    }

    List<float[]> vectors() {
        return vectors;
    }

    List<String> labels() {
        return labels;
    }
}
