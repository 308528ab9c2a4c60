package org.lookalike.query.answer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClusterQuery;
import org.lookalike.events.SearchRequest;
import org.lookalike.query.request.Filters;
import org.lookalike.query.request.Request;
import org.lookalike.query.vector.QueryVector;
import org.lookalike.vectorstore.RowFilter;

/**
 * One thing that a request asks, with all that its {@link QuestionHandler} needs. A request about images asks for similar
 * ones and, if it likes, also what the query image is and where it lies on the map; a request about a cluster asks for
 * nothing else.
 */
public sealed interface Question {

    /**
     * Which images are similar?
     *
     * @param query what they should resemble
     * @param filter which images may be hits
     * @param k most hits
     * @param minScore least cosine similarity of a hit, -1 to 1
     * @param collapse which hits stand for others
     * @param expand whether to search with the two nearest as well; null for what the service is set to
     */
    record Similar(
            QueryVector query,
            RowFilter filter,
            int k,
            float minScore,
            HitCollapse collapse,
            @Nullable Boolean expand) implements Question {
        /**
         * Whether the query is expanded. One hit is asked for to learn what the image is, and its twin says that best;
         * several examples say themselves what they have in common.
         *
         * @param usual what the service is set to
         */
        boolean isExpanded(boolean usual) {
            return k > 1 && query.images() == 1 && query.turned().isEmpty() && (expand == null ? usual : expand);
        }
    }

    /**
     * Which enrolled class is the query image of?
     *
     * @param query the image
     * @param falseMatchRate null for the rule of the class, or else the service's
     * @param withoutItself whether its own enrolled image must not decide
     */
    record Recognition(QueryVector query, @Nullable Double falseMatchRate, boolean withoutItself) implements Question {}

    /** Where does the query image lie on the map? */
    record MapPlacement(QueryVector query) implements Question {}

    /** Which images of a cluster should a person label, and what follows from the labels given so far? */
    record ClusterAudit(ClusterQuery query) implements Question {}

    /** What a request about a cluster asks. */
    static List<Question> aboutCluster(ClusterQuery query) {
        return List.of(new ClusterAudit(query));
    }

    /** What a request about images asks, once their vector is known. */
    static List<Question> aboutImages(Request request, QueryVector vector) {
        SearchRequest body = request.body();
        List<Question> questions = new ArrayList<>();
        if (body.getRecognise() != null) {
            questions.add(new Recognition(vector, body.getRecognise().getFalseMatchRate(), body.getExcludeQuery()));
        }
        if (body.getPlace()) {
            questions.add(new MapPlacement(vector));
        }
        questions.add(new Similar(
                vector,
                body.getExcludeQuery()
                        ? Filters.excluding(request.filter(), vector.imageIds(), vector.sha256())
                        : request.filter(),
                body.getK(),
                body.getMinScore() == null ? -1 : body.getMinScore(),
                new HitCollapse(body.getCollapse(), body.getGroupBy(), body.getGroupSize()),
                body.getExpand()));
        return questions;
    }
}
