package org.lookalike.query.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.lookalike.latent.matrix.Vectors;
import org.lookalike.latent.search.ExpandedVector;
import org.lookalike.query.answer.Question.Similar;
import org.lookalike.query.vector.QueryVector;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * Searches once more, with queries expanded by their two nearest images. Hits come in the order of the expanded query and
 * keep the cosine with the query itself, so that scores mean what they mean elsewhere. Thread-safe.
 */
final class ExpandedSearch {
    /** The lowest cosine: limits of scores are those of the query itself, and are applied afterwards. */
    private static final float ANY_SCORE = -1;

    private final VectorStore store;

    ExpandedSearch(VectorStore store) {
        this.store = store;
    }

    /**
     * Searches for several questions together.
     *
     * @param plain the hits of each question's own vector under the same options
     * @return for each question as many hits as its plain ones, or more up to {@code k}
     */
    List<List<VectorHit>> search(
            String collection, List<Similar> questions, List<List<VectorHit>> plain, SearchOptions options) {
        List<List<String>> nearest = IntStream.range(0, questions.size())
                .mapToObj(i -> nearest(questions.get(i), plain.get(i)))
                .toList();
        Set<String> read = new HashSet<>();
        nearest.forEach(read::addAll);
        if (read.isEmpty()) {
            return plain;
        }
        Map<String, VectorRow> rows = new HashMap<>(store.get(collection, read));
        List<float[]> expanded = IntStream.range(0, questions.size())
                .mapToObj(i -> ExpandedVector.of(
                        questions.get(i).query().values(),
                        nearest.get(i).stream()
                                .map(rows::get)
                                .filter(Objects::nonNull)
                                .map(VectorRow::vector)
                                .toList()))
                .toList();
        List<List<VectorHit>> found = store.search(
                collection, expanded, new SearchOptions(options.k(), options.filter(), ANY_SCORE, options.timeout()));
        List<Map<String, Float>> known =
                plain.stream().map(ExpandedSearch::scores).toList();
        Set<String> unknown = new HashSet<>();
        for (int i = 0; i < found.size(); i++) {
            for (VectorHit hit : found.get(i)) {
                if (!known.get(i).containsKey(hit.id()) && !rows.containsKey(hit.id())) {
                    unknown.add(hit.id());
                }
            }
        }
        if (!unknown.isEmpty()) {
            rows.putAll(store.get(collection, unknown));
        }
        return IntStream.range(0, questions.size())
                .mapToObj(
                        i -> ranked(questions.get(i).query(), found.get(i), plain.get(i), known.get(i), rows, options))
                .toList();
    }

    /** The nearest that are not the query image itself. */
    private static List<String> nearest(Similar question, List<VectorHit> plain) {
        return Exclusions.of(question.filter()).removedFrom(plain).stream()
                .filter(hit -> !isOf(question.query(), hit))
                .limit(ExpandedVector.NEAREST)
                .map(VectorHit::id)
                .toList();
    }

    private static boolean isOf(QueryVector query, VectorHit hit) {
        return query.imageIds().contains(hit.id()) || query.sha256().contains(hit.sha256());
    }

    private static Map<String, Float> scores(List<VectorHit> hits) {
        Map<String, Float> scores = new HashMap<>();
        hits.forEach(hit -> scores.put(hit.id(), hit.score()));
        return scores;
    }

    /**
     * Where hits of the expanded query are below the least score, those of the query itself fill up. The query image itself,
     * where it may be a hit, stays the first.
     */
    private static List<VectorHit> ranked(
            QueryVector query,
            List<VectorHit> found,
            List<VectorHit> plain,
            Map<String, Float> known,
            Map<String, VectorRow> rows,
            SearchOptions options) {
        List<VectorHit> ranked = new ArrayList<>(found.size());
        Set<String> ids = new HashSet<>();
        plain.stream().filter(hit -> isOf(query, hit) && ids.add(hit.id())).forEach(ranked::add);
        for (VectorHit hit : found) {
            Float score = known.get(hit.id());
            VectorRow row = rows.get(hit.id());
            if (score == null && row != null) {
                score = (float) Vectors.dot(query.values(), row.vector());
            }
            // One that was deleted a moment ago has no row.
            if (score != null && score >= options.minScore() && ranked.size() < options.k() && ids.add(hit.id())) {
                ranked.add(hit.withScore(score));
            }
        }
        plain.stream()
                .filter(hit -> ranked.size() < options.k() && ids.add(hit.id()))
                .forEach(ranked::add);
        return ranked;
    }
}
