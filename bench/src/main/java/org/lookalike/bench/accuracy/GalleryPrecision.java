package org.lookalike.bench.accuracy;

import java.util.List;
import java.util.stream.IntStream;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Metric;
import org.lookalike.latent.neighbours.NeighbourSearch;
import org.lookalike.latent.neighbours.Neighbours;
import org.lookalike.latent.retrieval.RankedQuery;
import org.lookalike.latent.retrieval.RetrievalMetrics;

/** Searches a labelled set's gallery with its queries, exactly and by cosine. */
final class GalleryPrecision {
    private static final int DEPTH = 10;

    private GalleryPrecision() {}

    /**
     * Mean precision at 10.
     *
     * @param features of {@link LabelledSet#all()}, in that order
     */
    static double at10(LabelledSet set, List<float[]> features) {
        int gallery = set.gallery().size();
        List<String> labels = LabelledSet.labels(set.gallery());
        List<String> queries = LabelledSet.labels(set.queries());
        int depth = Math.min(DEPTH, gallery);
        Neighbours nearest = NeighbourSearch.in(Rows.copyOf(features.subList(0, gallery)), Metric.COSINE)
                .nearest(
                        Rows.copyOf(features.subList(gallery, features.size())),
                        depth,
                        Runtime.getRuntime().availableProcessors());
        List<RankedQuery> rankings = IntStream.range(0, queries.size())
                .mapToObj(query -> {
                    String label = queries.get(query);
                    List<String> ranked = IntStream.range(0, depth)
                            .mapToObj(rank -> labels.get(nearest.index(query, rank)))
                            .toList();
                    return new RankedQuery(label, ranked, (int)
                            labels.stream().filter(label::equals).count());
                })
                .toList();
        return RetrievalMetrics.of(rankings).precisionAt10();
    }
}
