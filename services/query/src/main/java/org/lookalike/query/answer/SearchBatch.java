package org.lookalike.query.answer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.lookalike.query.request.Failure;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Received;
import org.lookalike.query.vector.QueryVectors;
import org.lookalike.spaces.Space;

/**
 * The requests of one batch, in their order. Immutable: every step gives a new batch, and is done for those requests alone
 * that have not failed.
 */
record SearchBatch(List<Progress> requests) {
    SearchBatch {
        requests = List.copyOf(requests);
    }

    /** Those of the records that are requests. */
    static SearchBatch of(List<Received> received, MetadataSnapshot metadata) {
        List<Progress> requests = new ArrayList<>(received.size());
        for (Received each : received) {
            if (each instanceof Received.Accepted accepted) {
                requests.add(Progress.of(accepted.request().filteredByLabels(metadata)));
            } else if (each instanceof Received.Refused refused) {
                requests.add(Progress.of(refused));
            }
        }
        return new SearchBatch(requests);
    }

    /** Finds the vectors of the images that requests ask by, so that it is known what they ask. */
    SearchBatch resolve(QueryVectors vectors) throws InterruptedException {
        return step(Progress::unresolved, vectors::resolve, Progress::resolved);
    }

    /** Has the questions of one kind answered. */
    <Q extends Question> SearchBatch answer(QuestionHandler<Q> handler, MetadataSnapshot metadata)
            throws InterruptedException {
        return step(
                request -> request.asking(handler.kind()),
                asked -> handler.answer(asked, metadata),
                Progress::answered);
    }

    /** Takes back what was said by collections that are not whole; each collection is checked once. */
    SearchBatch checked(Function<Space, Optional<Failure>> check) {
        Map<Space, Optional<Failure>> problems = new HashMap<>();
        return new SearchBatch(requests.stream()
                .map(request -> request.space()
                        .flatMap(space -> problems.computeIfAbsent(space, check))
                        .map(request::failed)
                        .orElse(request))
                .toList());
    }

    private interface Step<I, O> {
        /** Gives one output for each input, in their order. */
        List<O> apply(List<I> inputs) throws InterruptedException;
    }

    private <I, O> SearchBatch step(
            Function<Progress, Optional<I>> input, Step<I, O> step, BiFunction<Progress, O, Progress> output)
            throws InterruptedException {
        List<Optional<I>> inputs = requests.stream()
                .map(request -> request.failure().isPresent() ? Optional.<I>empty() : input.apply(request))
                .toList();
        Iterator<O> outputs =
                step.apply(inputs.stream().flatMap(Optional::stream).toList()).iterator();
        List<Progress> next = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            Progress request = requests.get(i);
            next.add(inputs.get(i).isPresent() ? output.apply(request, outputs.next()) : request);
        }
        return new SearchBatch(next);
    }
}
