package org.lookalike.query.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.VectorQuery;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.spaces.Spaces;

/**
 * Answers a batch of requests: each gets hits or a typed error, and none suffers from another. Only an outage of the
 * broker or of the schema registry makes a batch wait, or that the spaces have not been read yet; an outage of one of the
 * stores is an answer like any other.
 */
public final class SearchHandler implements BatchHandler {
    private final Admission admission;
    private final Supplier<Spaces> spaces;
    private final PictureQueries pictures;
    private final Searches searches;
    private final Answers answers;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param spaces what is known of spaces right now; asked once for each batch; may throw a
     *     {@link org.lookalike.platform.failure.TransientFailure}, which makes the batch wait
     */
    public SearchHandler(
            Admission admission, Supplier<Spaces> spaces, PictureQueries pictures, Searches searches, Answers answers) {
        this.admission = admission;
        this.spaces = spaces;
        this.pictures = pictures;
        this.searches = searches;
        this.answers = answers;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        Spaces known = spaces.get();
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(records.size());
        List<Pending> requests = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            admission.admit(record, known, outputs).ifPresent(requests::add);
        }
        pictures.resolve(open(requests, PictureQueries::isPicture));
        searches.resolveIds(open(requests, Searches::isById));
        open(requests, SearchHandler::isByVector).forEach(SearchHandler::resolveVector);
        searches.search(open(requests, request -> true));
        for (Pending pending : requests) {
            outputs.add(answers.of(pending));
        }
        return outputs;
    }

    private static boolean isByVector(Pending pending) {
        return pending.request().getQuery() instanceof VectorQuery;
    }

    private static void resolveVector(Pending pending) {
        try {
            float[] features =
                    RequestRules.values((VectorQuery) pending.request().getQuery());
            pending.resolve("the query vector", features, Duration.ZERO);
        } catch (RuntimeException e) {
            pending.fail(e);
        }
    }

    private static List<Pending> open(List<Pending> requests, Predicate<Pending> kind) {
        return requests.stream().filter(Pending::isOpen).filter(kind).toList();
    }
}
