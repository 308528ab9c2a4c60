package org.lookalike.query.answer;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Received;
import org.lookalike.query.store.CollectionGuard;
import org.lookalike.query.vector.QueryVectors;

/**
 * Answers requests: each gets hits or a typed error, and none suffers from another. An outage of one of the stores is an
 * answer like any other. Thread-safe: requests of many threads share the calls that can be shared.
 */
public final class SearchHandler {
    private final QueryVectors vectors;
    private final List<QuestionHandler<?>> handlers;
    private final CollectionGuard guard;
    private final ReplyWriter replies;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param handlers one for each kind of question, in the order in which they are asked
     * @param guard tells whether the collections that answers come from are whole
     */
    public SearchHandler(
            QueryVectors vectors, List<QuestionHandler<?>> handlers, CollectionGuard guard, ReplyWriter replies) {
        this.vectors = vectors;
        this.handlers = List.copyOf(handlers);
        this.guard = guard;
        Set<Class<?>> kinds =
                handlers.stream().<Class<?>>map(QuestionHandler::kind).collect(Collectors.toSet());
        if (!kinds.equals(Set.of(Question.class.getPermittedSubclasses()))) {
            throw new IllegalArgumentException(
                    "handlers of %s, must be one for each kind of question".formatted(kinds));
        }
        this.replies = replies;
    }

    /**
     * Answers requests together.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the registry does not answer
     */
    public BatchResult answer(List<Received> received, MetadataSnapshot metadata) throws InterruptedException {
        SearchBatch batch = SearchBatch.of(received, metadata).resolve(vectors);
        for (QuestionHandler<?> handler : handlers) {
            batch = batch.answer(handler, metadata);
        }
        return replies.of(received, batch.checked(space -> guard.check(space, metadata.spaces())), metadata);
    }
}
