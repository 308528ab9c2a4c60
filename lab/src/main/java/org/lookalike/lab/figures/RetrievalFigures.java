package org.lookalike.lab.figures;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;
import org.lookalike.latent.retrieval.RankedQuery;

/**
 * How well the neighbours of vectors share their class, as means over queries, each figure 0 to 1. A query ranks the
 * whole gallery; definitions are those of {@link RankedQuery}.
 *
 * @param queries how many there are, at least 1
 * @param precisionAt by depth, mean precision at it
 * @param recallAt by depth, mean recall at it
 * @param meanAveragePrecision mean average precision over the whole ranking
 */
public record RetrievalFigures(
        int queries,
        SortedMap<Integer, Double> precisionAt,
        SortedMap<Integer, Double> recallAt,
        double meanAveragePrecision) {
    public RetrievalFigures {
        precisionAt = Collections.unmodifiableSortedMap(new TreeMap<>(precisionAt));
        recallAt = Collections.unmodifiableSortedMap(new TreeMap<>(recallAt));
    }

    /**
     * Searches exactly. Equally near vectors rank in the gallery's order.
     *
     * @param gallery what is searched, at least 1
     * @param queries what is searched for, at least 1; none of the gallery's own
     * @param depths the ranks to measure at, each at least 1
     * @throws IllegalArgumentException if one is empty, or widths differ
     */
    public static RetrievalFigures of(LabelledVectors gallery, LabelledVectors queries, Metric metric, int... depths) {
        if (gallery.count() == 0 || queries.count() == 0) {
            throw new IllegalArgumentException("%d rows to search and %d queries, must be at least 1 of each"
                    .formatted(gallery.count(), queries.count()));
        }
        String[] names = IntStream.range(0, gallery.classes())
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
        int[] sizes = gallery.sizes();
        double[] precisions = new double[depths.length];
        double[] recalls = new double[depths.length];
        double[] averages = new double[1];
        NeighbourSearch.in(gallery.rows(), metric).rank(queries.rows(), (query, ranking) -> {
            int label = queries.labels()[query];
            RankedQuery ranked = new RankedQuery(
                    names[label],
                    Arrays.stream(ranking)
                            .mapToObj(row -> names[gallery.labels()[row]])
                            .toList(),
                    sizes[label]);
            for (int i = 0; i < depths.length; i++) {
                precisions[i] += ranked.precisionAt(depths[i]) / queries.count();
                recalls[i] += ranked.recallAt(depths[i]) / queries.count();
            }
            averages[0] += ranked.averagePrecision() / queries.count();
        });
        return new RetrievalFigures(
                queries.count(), byDepth(depths, precisions), byDepth(depths, recalls), averages[0]);
    }

    private static SortedMap<Integer, Double> byDepth(int[] depths, double[] figures) {
        SortedMap<Integer, Double> byDepth = new TreeMap<>();
        for (int i = 0; i < depths.length; i++) {
            byDepth.put(depths[i], figures[i]);
        }
        return byDepth;
    }
}
