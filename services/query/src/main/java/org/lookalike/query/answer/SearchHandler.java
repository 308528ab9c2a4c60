package org.lookalike.query.answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.VectorQuery;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.spaces.Space;

/**
 * Answers a batch of requests: each gets hits or a typed error, and none suffers from another. Only an outage of the
 * broker or of the schema registry makes a batch wait; one of the stores is an answer like any other.
 */
public final class SearchHandler implements BatchHandler {
    private final Admission admission;
    private final RequestRules rules;
    private final PictureQueries pictures;
    private final Searches searches;
    private final Answers answers;

    public SearchHandler(
            Admission admission,
            RequestLimits limits,
            Space space,
            PictureQueries pictures,
            Searches searches,
            Answers answers) {
        this.admission = admission;
        this.rules = new RequestRules(limits, space);
        this.pictures = pictures;
        this.searches = searches;
        this.answers = answers;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> handle(List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(records.size());
        List<Pending> requests = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            admission.admit(record, rules, outputs).ifPresent(requests::add);
        }
        pictures.resolve(open(requests, PictureQueries::isPicture), rules);
        searches.resolveIds(open(requests, Searches::isById));
        for (Pending pending : open(requests, request -> true)) {
            if (pending.request().getQuery() instanceof VectorQuery query) {
                pending.resolve(RequestRules.values(query), Duration.ZERO);
            }
        }
        searches.search(open(requests, request -> true));
        for (Pending pending : requests) {
            outputs.add(answers.of(pending));
        }
        return outputs;
    }

    private static List<Pending> open(List<Pending> requests, Predicate<Pending> kind) {
        return requests.stream().filter(Pending::isOpen).filter(kind).toList();
    }
}
