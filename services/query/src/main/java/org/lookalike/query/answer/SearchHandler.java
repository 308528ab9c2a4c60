package org.lookalike.query.answer;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.labels.Labels;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Received;
import org.lookalike.query.request.RequestParser;
import org.lookalike.query.store.CollectionGuard;
import org.lookalike.query.vector.QueryVectors;
import org.lookalike.spaces.Spaces;

/**
 * Answers a batch of requests: each gets hits or a typed error, and none suffers from another. Only an outage of the
 * broker or of the schema registry makes a batch wait, or that the spaces have not been read yet; an outage of one of the
 * stores is an answer like any other.
 */
public final class SearchHandler implements BatchHandler {
    private final RequestParser parser;
    private final Supplier<Spaces> spaces;
    private final Supplier<Labels> labels;
    private final QueryVectors vectors;
    private final List<QuestionHandler<?>> handlers;
    private final ReplyWriter replies;
    private final CollectionGuard guard;
    private MetadataSnapshot metadata = new MetadataSnapshot(Spaces.none(), Labels.none());

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param spaces the spaces right now; asked once for each batch; may throw a
     *     {@link org.lookalike.platform.failure.TransientFailure}, which makes the batch wait
     * @param labels the labels right now, likewise
     * @param handlers one for each kind of question, in the order in which they are asked
     * @param guard tells whether the collections that answers come from are whole
     */
    public SearchHandler(
            RequestParser parser,
            Supplier<Spaces> spaces,
            Supplier<Labels> labels,
            QueryVectors vectors,
            List<QuestionHandler<?>> handlers,
            CollectionGuard guard,
            ReplyWriter replies) {
        this.parser = parser;
        this.spaces = spaces;
        this.labels = labels;
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

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        Spaces current = guard.withoutLost(spaces.get());
        metadata = metadata.refreshed(current, labels.get());
        List<Received> received =
                records.stream().map(record -> parser.parse(record, metadata)).toList();
        SearchBatch batch = SearchBatch.of(received).resolve(vectors);
        for (QuestionHandler<?> handler : handlers) {
            batch = batch.answer(handler, metadata);
        }
        return replies.of(received, batch.checked(space -> guard.check(space, current)), metadata);
    }
}
