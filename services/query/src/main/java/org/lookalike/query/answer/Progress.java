package org.lookalike.query.answer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lookalike.events.ClusterQuery;
import org.lookalike.query.answer.QuestionHandler.Asked;
import org.lookalike.query.request.Envelope;
import org.lookalike.query.request.Failure;
import org.lookalike.query.request.Received;
import org.lookalike.query.request.Request;
import org.lookalike.query.request.Result;
import org.lookalike.query.vector.QueryVectors;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;

/**
 * How far one request has come. Immutable.
 *
 * @param request empty if it was refused
 * @param encodeTime what decoding and encoding its images took
 * @param questions what it asks; none until its images are resolved
 * @param answers to its questions so far
 * @param failure why it is answered with an error; empty as long as it is not
 */
record Progress(
        Envelope envelope,
        Optional<Request> request,
        Duration encodeTime,
        List<Question> questions,
        List<Answer> answers,
        Optional<Failure> failure) {
    Progress {
        questions = List.copyOf(questions);
        answers = List.copyOf(answers);
    }

    static Progress of(Request request) {
        return new Progress(
                request.envelope(),
                Optional.of(request),
                Duration.ZERO,
                request.body().getQuery() instanceof ClusterQuery query ? Question.aboutCluster(query) : List.of(),
                List.of(),
                Optional.empty());
    }

    static Progress of(Received.Refused refused) {
        return new Progress(
                refused.envelope(),
                Optional.empty(),
                Duration.ZERO,
                List.of(),
                List.of(),
                Optional.of(refused.failure()));
    }

    /** The space whose collection has answered, be it that it lacks the image; empty if it was not asked. */
    Optional<Space> space() {
        boolean answered = failure.map(Failure::code)
                .map(code -> code == ErrorCode.UNKNOWN_IMAGE || code == ErrorCode.SPACE_NOT_READY)
                .orElse(true);
        return answered ? request.map(Request::space) : Optional.empty();
    }

    /** The same request, whose answers are taken back. */
    Progress failed(Failure reason) {
        return new Progress(envelope, request, encodeTime, questions, List.of(), Optional.of(reason));
    }

    /** The request, if its images have to be resolved before it asks anything. */
    Optional<Request> unresolved() {
        return questions.isEmpty() ? request : Optional.empty();
    }

    Progress resolved(QueryVectors.Resolved images) {
        return new Progress(
                envelope,
                request,
                images.encodeTime(),
                images.vector()
                        .value()
                        .map(vector -> Question.aboutImages(request.orElseThrow(), vector))
                        .orElse(List.of()),
                answers,
                images.vector().failure());
    }

    /** The question of this kind, if it asks one. */
    <Q extends Question> Optional<Asked<Q>> asking(Class<Q> kind) {
        return questions.stream()
                .filter(kind::isInstance)
                .map(question -> new Asked<>(request.orElseThrow(), kind.cast(question)))
                .findFirst();
    }

    Progress answered(Result<Answer> answer) {
        return new Progress(
                envelope,
                request,
                encodeTime,
                questions,
                Stream.concat(answers.stream(), answer.value().stream()).toList(),
                answer.failure());
    }
}
