package org.lookalike.bench.accuracy;

import java.util.List;
import java.util.stream.IntStream;
import org.lookalike.bench.images.LabelledSet;
import org.lookalike.encoding.parity.Cosine;
import org.lookalike.latent.retrieval.RankedQuery;
import org.lookalike.latent.retrieval.RetrievalMetrics;

/** Searches a labelled set's gallery with its queries, exactly and by cosine. */
final class Ranking {
    private static final int DEPTH = 10;

    private Ranking() {}

    /**
     * Mean precision at 10.
     *
     * @param features of {@link LabelledSet#all()}, in that order
     */
    static double precisionAt10(LabelledSet set, List<float[]> features) {
        int gallery = set.gallery().size();
        List<float[]> searched = features.subList(0, gallery);
        List<String> labels = LabelledSet.labels(set.gallery());
        List<String> queries = LabelledSet.labels(set.queries());
        List<RankedQuery> rankings = IntStream.range(0, queries.size())
                .parallel()
                .mapToObj(query -> {
                    String label = queries.get(query);
                    return new RankedQuery(label, nearest(searched, features.get(gallery + query), labels), (int)
                            labels.stream().filter(label::equals).count());
                })
                .toList();
        return RetrievalMetrics.of(rankings).precisionAt10();
    }

    private static List<String> nearest(List<float[]> gallery, float[] query, List<String> labels) {
        double[] cosines = gallery.stream()
                .mapToDouble(image -> Cosine.between(query, image))
                .toArray();
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted((one, other) -> Double.compare(cosines[other], cosines[one]))
                .limit(DEPTH)
                .map(labels::get)
                .toList();
    }
}
