package org.lookalike.query.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.VectorQuery;
import org.lookalike.labels.Labels;
import org.lookalike.platform.kafka.BatchHandler;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.spaces.Spaces;

/**
 * Answers a batch of requests: each gets hits or a typed error, and none suffers from another. Only an outage of the
 * broker or of the schema registry makes a batch wait, or that the spaces have not been read yet; an outage of one of the
 * stores is an answer like any other.
 */
public final class SearchHandler implements BatchHandler {
    private final Admission admission;
    private final Supplier<Spaces> spaces;
    private final Supplier<Labels> labels;
    private final ImageQueries images;
    private final Searches searches;
    private final double unlikeWeight;
    private final Answers answers;
    private Knowledge knowledge = new Knowledge(Spaces.none(), Labels.none());

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param spaces what is known of spaces right now; asked once for each batch; may throw a
     *     {@link org.lookalike.platform.failure.TransientFailure}, which makes the batch wait
     * @param labels what is known of labels, likewise
     * @param unlikeWeight how strongly a query keeps away from what it shall not resemble, where it does not say, 0 to 1
     */
    public SearchHandler(
            Admission admission,
            Supplier<Spaces> spaces,
            Supplier<Labels> labels,
            ImageQueries images,
            Searches searches,
            double unlikeWeight,
            Answers answers) {
        this.admission = admission;
        this.spaces = spaces;
        this.labels = labels;
        this.images = images;
        this.searches = searches;
        this.unlikeWeight = unlikeWeight;
        this.answers = answers;
    }

    @Override
    public BatchResult handle(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        Knowledge known = known();
        List<ProducerRecord<byte[], byte[]>> outputs = new ArrayList<>(records.size());
        List<Refusal> refusals = new ArrayList<>();
        List<Pending> requests = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            admission.admit(record, known, outputs, refusals).ifPresent(requests::add);
        }
        images.resolve(open(requests, Example::isImage));
        searches.resolveIds(open(requests, example -> example.imageId().isPresent()));
        open(requests, SearchHandler::isByValues)
                .forEach(example -> attempt(example.pending(), example::resolveValues));
        List<Pending> similar = open(requests, true);
        similar.forEach(pending -> attempt(pending, () -> pending.settle(unlikeWeight)));
        searches.recognise(open(requests, true), known.labels());
        searches.place(open(requests, true));
        searches.search(open(requests, true));
        searches.lookAt(open(requests, false), known.labels());
        for (Pending pending : requests) {
            outputs.add(answers.of(pending, known));
        }
        return new BatchResult(outputs, refusals);
    }

    /** The same object for as long as nothing has become known: it keeps what it has worked out. */
    private Knowledge known() {
        Spaces spacesNow = spaces.get();
        Labels labelsNow = labels.get();
        if (!knowledge.isStill(spacesNow, labelsNow)) {
            knowledge = new Knowledge(spacesNow, labelsNow);
        }
        return knowledge;
    }

    private static boolean isByValues(Example example) {
        return example.query() instanceof VectorQuery;
    }

    private static void attempt(Pending pending, Runnable step) {
        if (pending.isOpen()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                pending.fail(e);
            }
        }
    }

    private static List<Example> open(List<Pending> requests, Predicate<Example> kind) {
        return requests.stream()
                .filter(Pending::isOpen)
                .flatMap(pending -> pending.examples().stream())
                .filter(kind)
                .toList();
    }

    /** Those that go on and ask for images like others, or else about a cluster. */
    private static List<Pending> open(List<Pending> requests, boolean byExamples) {
        return requests.stream()
                .filter(pending ->
                        pending.isOpen() && byExamples != pending.examples().isEmpty())
                .toList();
    }
}
