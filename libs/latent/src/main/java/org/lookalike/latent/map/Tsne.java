package org.lookalike.latent.map;

import java.util.Map;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.map.GradientDescent.Anchors;
import org.lookalike.latent.matrix.Blas;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;
import org.lookalike.latent.neighbours.Neighbours;

/**
 * t-SNE: a map of rows in the plane on which neighbours stay neighbours (van der Maaten and Hinton, Visualizing Data using
 * t-SNE, JMLR 9, 2008).
 *
 * <p>Neighbours are exact; repulsion is approximate, by groups, see {@link TsneOptions#theta}. The map depends on the rows,
 * the options and the processor's kind, not on the number of threads. Beside the rows it needs about 1.5 kB for each at
 * perplexity 20. Thread-safe.
 */
public final class Tsne {
    /** Out-of-sample placement uses fewer neighbours than a map: only the nearest matter. */
    private static final double PLACING_PERPLEXITY = 5;

    private static final int PLACING_NEIGHBOURS = 15;
    private static final int BLOCK = 64;

    private Tsne() {}

    /**
     * Makes a map.
     *
     * @param rows more than three times the perplexity, not all equal
     * @throws IllegalArgumentException if there are too few rows, or a number is not finite
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static TsneMap fit(Rows rows, TsneOptions options) {
        return fit(rows, options, TsneMonitor.NONE);
    }

    /**
     * Makes a map and reports progress.
     *
     * @param rows more than three times the perplexity, not all equal
     * @throws IllegalArgumentException if there are too few rows, or a number is not finite
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     * @throws MapCancelled if the monitor asks for it, or the thread is interrupted
     */
    public static TsneMap fit(Rows rows, TsneOptions options, TsneMonitor monitor) {
        options.requireEnough(rows.count());
        Rows prepared = prepared(rows, rows, options);
        monitor.check(0);
        StartPositions start = StartPositions.principal(prepared, options.seed());
        monitor.check(0);
        Neighbours neighbours = neighbours(prepared, options);
        try (Workers workers = new Workers(options.threads())) {
            float[] weights = Affinities.weights(neighbours, options.perplexity(), workers);
            return descend(neighbours, weights, start, options, options.exaggeratedIterations(), monitor, workers);
        }
    }

    /**
     * Makes a map that begins where an earlier one ended: points with earlier places start there, and are held there a
     * little, others start among their neighbours. No iteration is exaggerated; a few hundred are enough, see
     * {@link TsneOptions#forUpdate}.
     *
     * @param rows more than three times the perplexity
     * @param earlier places on the earlier map, by row; at least 1
     * @throws IllegalArgumentException if there are too few rows, a number is not finite, or no row has a place
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     * @throws MapCancelled if the monitor asks for it, or the thread is interrupted
     */
    public static TsneMap fitFrom(Rows rows, Map<Integer, Place> earlier, TsneOptions options, TsneMonitor monitor) {
        options.requireEnough(rows.count());
        Rows prepared = prepared(rows, rows, options);
        monitor.check(0);
        Neighbours neighbours = neighbours(prepared, options);
        try (Workers workers = new Workers(options.threads())) {
            float[] weights = Affinities.weights(neighbours, options.perplexity(), workers);
            StartPositions start =
                    StartPositions.earlier(earlier, neighbours, weights, options.anchor(), options.seed());
            return descend(neighbours, weights, start, options, 0, monitor, workers);
        }
    }

    /**
     * Places new rows among those of a map, which stay where they are: each where its nearest neighbours lie. Takes
     * milliseconds for a few rows; new rows do not see each other.
     *
     * @param rows of the map
     * @param positions x and y of each
     * @param fresh new rows, as wide as the map's
     * @param options the map's
     * @return x and y of each new row
     * @throws IllegalArgumentException if numbers of rows or widths do not match, or a number is not finite
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static Rows place(Rows rows, Rows positions, Rows fresh, TsneOptions options) {
        if (positions.count() != rows.count() || positions.width() != 2 || fresh.width() != rows.width()) {
            throw new IllegalArgumentException(
                    "%s with positions %s and new %s: needs a position of width 2 for each, and one width for all"
                            .formatted(rows, positions, fresh));
        }
        int each = Math.min(rows.count(), PLACING_NEIGHBOURS);
        Neighbours neighbours = NeighbourSearch.in(prepared(rows, rows, options), Metric.EUCLIDEAN)
                .nearest(prepared(rows, fresh, options), each, options.threads());
        float[] x = column(positions, 0);
        float[] y = column(positions, 1);
        float[] placed = new float[2 * fresh.count()];
        try (Workers workers = new Workers(options.threads())) {
            float[] weights = Affinities.weights(neighbours, Math.min(PLACING_PERPLEXITY, each), workers);
            workers.run(Workers.blocks(fresh.count(), BLOCK), (worker, block) -> {
                OutOfSamplePlacement placement = new OutOfSamplePlacement(x, y);
                for (int i = block * BLOCK; i < Math.min(fresh.count(), (block + 1) * BLOCK); i++) {
                    Place place = placement.of(neighbours.indices(), weights, i * each, each);
                    placed[2 * i] = place == null ? Float.NaN : place.x();
                    placed[2 * i + 1] = place == null ? Float.NaN : place.y();
                }
            });
        }
        return Rows.of(placed, 2);
    }

    /**
     * How far a map, whoever made it, is from the neighbourhoods that it should show: exact, over every pair.
     *
     * @param rows what it is a map of
     * @param positions x and y of each
     * @param options perplexity, metric, dimensions and threads matter
     * @return the Kullback–Leibler divergence, in nats
     * @throws IllegalArgumentException if numbers of rows do not match, there are too few, or a number is not finite
     * @throws IllegalStateException if this platform has no build of OpenBLAS
     */
    public static double divergence(Rows rows, Rows positions, TsneOptions options) {
        options.requireEnough(rows.count());
        if (positions.count() != rows.count() || positions.width() != 2) {
            throw new IllegalArgumentException(
                    "%s with positions %s: needs a position of width 2 for each".formatted(rows, positions));
        }
        Neighbours neighbours = neighbours(prepared(rows, rows, options), options);
        try (Workers workers = new Workers(options.threads())) {
            float[] weights = Affinities.weights(neighbours, options.perplexity(), workers);
            Affinities affinities = Affinities.of(neighbours, weights, workers);
            Forces exact = new Forces(affinities, column(positions, 0), column(positions, 1), 0, workers);
            exact.compute(true);
            return exact.divergence();
        }
    }

    private static Neighbours neighbours(Rows prepared, TsneOptions options) {
        return NeighbourSearch.in(prepared, Metric.EUCLIDEAN).nearestOthers(options.neighbours(), options.threads());
    }

    private static float[] column(Rows rows, int column) {
        float[] values = new float[rows.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.values()[i * rows.width() + column];
        }
        return values;
    }

    private static TsneMap descend(
            Neighbours neighbours,
            float[] weights,
            StartPositions start,
            TsneOptions options,
            int exaggerated,
            TsneMonitor monitor,
            Workers workers) {
        monitor.check(0);
        Affinities affinities = Affinities.of(neighbours, weights, workers);
        Anchors anchors = start.anchors();
        Forces forces = new Forces(affinities, start.x(), start.y(), options.theta(), workers);
        GradientDescent descent = new GradientDescent(forces, start.x(), start.y(), anchors, workers);
        double divergence = descent.run(options.iterations(), exaggerated, monitor);
        return new TsneMap(
                interleaved(start.x(), start.y(), /* keepsOrigin= */ anchors != null),
                divergence,
                options.iterations());
    }

    private static Rows interleaved(float[] x, float[] y, boolean keepsOrigin) {
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; !keepsOrigin && i < x.length; i++) {
            sumX += x[i];
            sumY += y[i];
        }
        float[] positions = new float[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            positions[2 * i] = (float) (x[i] - sumX / x.length);
            positions[2 * i + 1] = (float) (y[i] - sumY / x.length);
        }
        return Rows.of(positions, 2);
    }

    /** Some rows in the principal dimensions of the map's rows, where these are wider, such that the metric is Euclidean. */
    private static Rows prepared(Rows ofMap, Rows some, TsneOptions options) {
        if (ofMap.width() <= options.dimensions()) {
            return options.metric().euclidean(some);
        }
        // One thread: with others the last digits may differ, and grow into another map.
        PcaModel model =
                Pca.fit(ofMap, PcaOptions.ofDimensions(options.dimensions()).withThreads(1));
        return options.metric().euclidean(Blas.withThreads(1, () -> model.project(some)));
    }
}
