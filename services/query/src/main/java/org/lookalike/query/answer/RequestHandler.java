package org.lookalike.query.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.kafka.BatchResult;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.RecordHandler;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.query.admission.CostClass;
import org.lookalike.query.admission.RequestQueues;
import org.lookalike.query.reply.ReplySender;
import org.lookalike.query.request.Failure;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Received;
import org.lookalike.query.request.Request;
import org.lookalike.query.request.RequestParser;
import org.lookalike.spaces.Space;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests as they come, has each wait in the queue of its class of cost, and sends each answer when it is ready. A
 * record is done once its replies were acknowledged, or given up because their topic does not take them. Thread-safe.
 */
public final class RequestHandler implements RecordHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(RequestHandler.class);

    private final RequestParser parser;
    private final CurrentMetadata current;
    private final Predicate<Space> enrolled;
    private final SearchHandler search;
    private final RequestQueues queues;
    private final ReplySender replies;
    private final Quarantine quarantine;
    private final Retrier retrier;
    private final ExecutorService reader;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param enrolled whether the classes of a space are at hand
     * @param retrier for outages of the broker and the registry, and until the spaces have been read
     * @param reader one thread that reads requests
     */
    public RequestHandler(
            RequestParser parser,
            CurrentMetadata current,
            Predicate<Space> enrolled,
            SearchHandler search,
            RequestQueues queues,
            ReplySender replies,
            Quarantine quarantine,
            Retrier retrier,
            ExecutorService reader) {
        this.parser = parser;
        this.current = current;
        this.enrolled = enrolled;
        this.search = search;
        this.queues = queues;
        this.replies = replies;
        this.quarantine = quarantine;
        this.retrier = retrier;
        this.reader = reader;
    }

    @Override
    public void handle(List<ConsumerRecord<byte[], byte[]>> records, Completion completion) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                reader.execute(() -> supervised(record, completion, () -> read(record, completion)));
            } catch (RejectedExecutionException e) {
                LOGGER.debug("closed while requests came", e);
            }
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** What is interrupted is not done; its record comes again. */
    private static void supervised(ConsumerRecord<byte[], byte[]> record, Completion completion, Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            if (!Thread.currentThread().isInterrupted()) {
                completion.failed(record, e);
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Completion completion) throws InterruptedException {
        MetadataSnapshot metadata = retrier.call(current::get);
        Received received = retrier.call(() -> parser.parse(record, metadata));
        if (!(received instanceof Received.Accepted accepted)) {
            answer(record, received, metadata, completion);
            return;
        }
        Request request = accepted.request();
        CostClass cost = CostClass.of(request.body(), metadata.labelledIds(request), enrolled.test(request.space()));
        // Once as it came and once decoded.
        int bytes = 2 * Math.max(0, record.serializedValueSize());
        Optional<Failure> refusal = queues.offer(
                cost,
                request.envelope().client(),
                () -> supervised(record, completion, () -> takeUp(record, request, metadata, completion)),
                bytes);
        if (refusal.isPresent()) {
            answer(record, new Received.Refused(request.envelope(), refusal.get()), metadata, completion);
        }
    }

    private void takeUp(
            ConsumerRecord<byte[], byte[]> record, Request request, MetadataSnapshot metadata, Completion completion)
            throws InterruptedException {
        MetadataSnapshot now = retrier.call(current::get);
        // A space may have become active, or may be gone, while the request waited.
        Received received = now == metadata ? new Received.Accepted(request) : parser.parse(record, now);
        answer(record, parser.takenUp(received, request.envelope()), now, completion);
    }

    private void answer(
            ConsumerRecord<byte[], byte[]> record, Received received, MetadataSnapshot metadata, Completion completion)
            throws InterruptedException {
        BatchResult result = retrier.call(() -> search.answer(List.of(received), metadata));
        List<ProducerRecord<byte[], byte[]>> refused = new ArrayList<>();
        for (Refusal refusal : result.refusals()) {
            refused.add(retrier.call(() -> quarantine.record(refusal)));
        }
        AtomicInteger left = new AtomicInteger(1 + result.outputs().size() + refused.size());
        Runnable acknowledged = () -> {
            if (left.decrementAndGet() == 0) {
                result.refusals().forEach(quarantine::report);
                completion.done(record);
            }
        };
        for (ProducerRecord<byte[], byte[]> reply : result.outputs()) {
            replies.send(reply, acknowledged);
        }
        for (ProducerRecord<byte[], byte[]> each : refused) {
            replies.sendRequired(each, acknowledged);
        }
        acknowledged.run();
    }
}
