package org.lookalike.bench.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.lookalike.latent.matrix.Rows;

/** Images around one direction for each class, half of them the gallery. */
final class SimulatedSet {
    private static final int WIDTH = 16;

    private SimulatedSet() {}

    static EncodedSet of(int classes, int each, double spread) {
        List<float[]> vectors = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(11);
        double[][] directions = new double[classes][];
        for (int number = 0; number < classes; number++) {
            directions[number] = random.doubles(WIDTH, -1, 1).toArray();
        }
        for (int image = 0; image < each; image++) {
            for (int number = 0; number < classes; number++) {
                float[] vector = new float[WIDTH];
                for (int j = 0; j < WIDTH; j++) {
                    vector[j] = (float) (directions[number][j] + spread * (2 * random.nextDouble() - 1));
                }
                vectors.add(vector);
                labels.add("class " + number);
                names.add("class " + number + "/" + image);
            }
        }
        return new EncodedSet(
                "simulated", "none", names, labels, Rows.copyOf(vectors).normalised(), classes * each / 2);
    }
}
