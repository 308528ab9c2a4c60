package org.lookalike.query.answer;

import java.util.List;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Request;
import org.lookalike.query.request.Result;

/**
 * Answers the questions of one kind. Thread-safe.
 *
 * @param <Q> the kind
 */
public interface QuestionHandler<Q extends Question> {

    /** A question, and the request that asks it. */
    record Asked<Q extends Question>(Request request, Q question) {}

    Class<Q> kind();

    /**
     * Answers questions, together with those of other threads where that is faster.
     *
     * @return one result for each question, in their order
     */
    List<Result<Answer>> answer(List<Asked<Q>> asked, MetadataSnapshot metadata) throws InterruptedException;
}
