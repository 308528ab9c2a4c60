package org.lookalike.latent.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/**
 * K-means clustering by Euclidean distance. For clusters of directions hand in {@link Rows#normalised()} rows.
 *
 * <p>First centres come from greedy k-means++, iterations are Lloyd's. A cluster that loses all of its rows gets the row
 * that lies farthest from its own centre. The result depends on the rows, the seed and the processor's kind, not on the
 * number of threads. Fits take turns, see {@link Blas}; each needs native memory as large as its rows,
 * and 4 bytes of heap for each row and cluster but never more than 256 MiB of those.
 */
public final class KMeans {
    private KMeans() {}

    /**
     * Clusters a sample.
     *
     * <p>The model has fewer clusters than looked for where the sample has fewer distinct rows.
     *
     * @param rows at least 1
     * @throws IllegalArgumentException if there is none, a number is not finite, or squares leave single precision
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static KMeansModel fit(Rows rows, KMeansOptions options) {
        return onSample(rows, options, sample -> best(sample, options));
    }

    /**
     * Clusters a sample from given centres instead of random ones, in one start. Cluster {@code i} of the model came
     * from centre {@code i}, unless some were left out because the sample has fewer distinct rows.
     *
     * @param rows at least 1
     * @param centres at least 1, as wide as the rows; the options' clusters, restarts and seed do not matter
     * @throws IllegalArgumentException if there is none, widths differ, a number is not finite, or squares leave single
     *     precision
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static KMeansModel fitFrom(Rows rows, Rows centres, KMeansOptions options) {
        if (centres.count() < 1 || centres.width() != rows.width()) {
            throw new IllegalArgumentException(
                    "centres are %s, must be at least 1 of width %d".formatted(centres, rows.width()));
        }
        double[] start = new double[centres.values().length];
        for (int j = 0; j < start.length; j++) {
            start[j] = centres.values()[j];
            if (!Double.isFinite(start[j])) {
                throw new IllegalArgumentException("centre %d, column %d is %s, must be a finite number"
                        .formatted(j / centres.width(), j % centres.width(), start[j]));
            }
        }
        return onSample(rows, options, sample -> run(sample, start, options));
    }

    /** Runs with one native thread for each of ours: blocks are too small to be divided further. */
    static <T> T onSample(Rows rows, KMeansOptions options, Function<Sample, T> task) {
        return Blas.withThreads(1, () -> {
            try (Workers workers = new Workers(options.threads());
                    Sample sample = new Sample(rows, workers)) {
                return task.apply(sample);
            }
        });
    }

    /** The best of several starts. */
    static KMeansModel best(Sample sample, KMeansOptions options) {
        SplittableRandom random = new SplittableRandom(options.seed());
        KMeansModel best = run(sample, start(sample, random.split(), options), options);
        for (int i = 1; i < options.restarts(); i++) {
            KMeansModel model = run(sample, start(sample, random.split(), options), options);
            best = model.inertia() < best.inertia() ? model : best;
        }
        return best;
    }

    private static double[] start(Sample sample, SplittableRandom random, KMeansOptions options) {
        float[] chosen = sample.rows()
                .select(new Seeding(sample, random).choose(options.clusters()))
                .values();
        double[] centres = new double[chosen.length];
        for (int j = 0; j < chosen.length; j++) {
            centres[j] = chosen[j];
        }
        return centres;
    }

    private static KMeansModel run(Sample sample, double[] start, KMeansOptions options) {
        Lloyd lloyd = new Lloyd(sample, start);
        lloyd.run(options.maxIterations(), options.tolerance());
        return model(sample, lloyd);
    }

    private static KMeansModel model(Sample sample, Lloyd lloyd) {
        int[] members = new int[lloyd.clusters()];
        for (int row = 0; row < sample.count(); row++) {
            members[lloyd.assignment()[row]]++;
        }
        int[] names = new int[members.length];
        int clusters = 0;
        for (int c = 0; c < members.length; c++) {
            names[c] = members[c] > 0 ? clusters++ : -1;
        }
        int[] assignment = new int[sample.count()];
        int[] sizes = new int[clusters];
        double[] squares = sample.squaredDistances(lloyd.centres(), lloyd.assignment());
        double[][] distances = new double[clusters][];
        float[] centres = new float[clusters * sample.width()];
        for (int c = 0; c < members.length; c++) {
            if (members[c] > 0) {
                distances[names[c]] = new double[members[c]];
                for (int j = 0; j < sample.width(); j++) {
                    centres[names[c] * sample.width() + j] = (float) lloyd.centres()[c * sample.width() + j];
                }
            }
        }
        for (int row = 0; row < assignment.length; row++) {
            int cluster = names[lloyd.assignment()[row]];
            assignment[row] = cluster;
            distances[cluster][sizes[cluster]++] = Math.sqrt(squares[row]);
        }
        List<ClusterSpread> spreads = new ArrayList<>();
        for (double[] each : distances) {
            spreads.add(ClusterSpread.of(each));
        }
        return new KMeansModel(
                Rows.of(centres, sample.width()),
                sizes,
                Arrays.stream(squares).sum(),
                lloyd.iterations(),
                lloyd.converged(),
                assignment,
                spreads);
    }
}
