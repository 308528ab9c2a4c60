package org.lookalike.query.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.query.reply.ReplyRouter;
import org.lookalike.query.reply.ReplyRouter.Route;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;
import org.lookalike.vectorstore.RowFilter;

/** Reads a record and decides, before any work is done for it, whether it is worth doing. Thread-safe. */
public final class Admission {
    private final AvroCodec codec;
    private final ReplyRouter router;
    private final Answers answers;
    private final RequestLimits limits;
    private final RequestRules rules;
    private final InstantSource clock;

    public Admission(AvroCodec codec, ReplyRouter router, Answers answers, RequestLimits limits, InstantSource clock) {
        this.codec = codec;
        this.router = router;
        this.answers = answers;
        this.limits = limits;
        this.rules = new RequestRules(limits);
        this.clock = clock;
    }

    /**
     * Reads one record, and binds the request to the space that answers it.
     *
     * @param knowledge what is known at the beginning of the record's batch
     * @param outputs gets the answer of a record that cannot be read
     * @param refusals gets the refusal of a record that cannot be read
     * @return the request, refused already where it is not worth any work; empty where the record cannot be read
     */
    Optional<Pending> admit(
            ConsumerRecord<byte[], byte[]> record,
            Knowledge knowledge,
            List<ProducerRecord<byte[], byte[]>> outputs,
            List<Refusal> refusals) {
        SearchRequest request;
        try {
            request = decode(record);
        } catch (PermanentFailure e) {
            refusals.add(new Refusal(Refusal.Image.unknown(), e, record));
            if (ReplyRouter.isExpected(record.headers())) {
                Route route = router.route(record.headers(), null, null);
                outputs.add(answers.unreadable(route.address(), route.refusal() == null ? e : route.refusal()));
            }
            return Optional.empty();
        }
        Route route = router.route(record.headers(), request.getReplyTopic(), request.getReplyPartition());
        Instant now = clock.instant();
        Instant sent = record.timestamp() < 0 ? now : Instant.ofEpochMilli(record.timestamp());
        Instant deadline = request.getDeadline() != null ? request.getDeadline() : sent.plus(limits.defaultDeadline());
        // Clocks of callers may run ahead of ours.
        Duration queued = sent.isBefore(now) ? Duration.between(sent, now) : Duration.ZERO;
        SpaceChoice choice = SpaceChoice.of(request, knowledge.spaces());
        Pending pending = new Pending(request, route.address(), deadline, queued, choice.space());
        if (route.refusal() != null) {
            pending.fail(route.refusal());
        } else if (pending.isInTime(now)) {
            if (queued.compareTo(limits.maxWait()) > 0) {
                pending.fail(
                        ErrorCode.OVERLOADED,
                        "the request waited %d ms for its turn, limit %d ms"
                                .formatted(queued.toMillis(), limits.maxWait().toMillis()));
            } else {
                check(pending, choice, knowledge);
            }
        }
        return Optional.of(pending);
    }

    private void check(Pending pending, SpaceChoice choice, Knowledge knowledge) {
        try {
            RowFilter filter = rules.check(pending.request());
            if (choice.refusal() != null) {
                pending.fail(choice.refusal());
                return;
            }
            pending.restrict(Filters.labels(pending.request(), pending.space(), knowledge)
                    .map(filter::and)
                    .orElse(filter));
        } catch (RuntimeException e) {
            pending.fail(e);
        }
    }

    private SearchRequest decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new PermanentFailure(
                    ErrorCode.MALFORMED_RECORD,
                    "the record at %s-%d offset %d has no value"
                            .formatted(record.topic(), record.partition(), record.offset()));
        }
        return codec.decode(Topics.SEARCH_REQUESTS, record.value());
    }
}
