package org.lookalike.query.request;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.lookalike.events.SearchRequest;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Refusal;
import org.lookalike.query.reply.ReplyAddress;
import org.lookalike.query.reply.ReplyRouter;
import org.lookalike.query.reply.ReplyRouter.Route;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowFilter;

/** Reads records, and refuses requests that are not worth any work. Thread-safe. */
public final class RequestParser {
    private final AvroCodec codec;
    private final ReplyRouter router;
    private final RequestLimits limits;
    private final RequestRules rules;
    private final Filters filters;
    private final InstantSource clock;

    public RequestParser(AvroCodec codec, ReplyRouter router, RequestLimits limits, InstantSource clock) {
        this.codec = codec;
        this.router = router;
        this.limits = limits;
        this.rules = new RequestRules(limits);
        this.filters = new Filters(limits);
        this.clock = clock;
    }

    /**
     * Reads one record, and binds its request to the space that answers it.
     *
     * @param metadata the spaces and labels that the record's batch is answered by
     * @throws org.lookalike.platform.failure.TransientFailure if the broker does not answer
     */
    public Received parse(ConsumerRecord<byte[], byte[]> record, MetadataSnapshot metadata) {
        SearchRequest body;
        try {
            body = decode(record);
        } catch (PermanentFailure e) {
            return unreadable(record, e);
        }
        Route route = router.route(record.headers(), body.getReplyTopic(), body.getReplyPartition());
        Result<Space> space = SpaceResolver.resolve(body, metadata.spaces());
        Envelope envelope = envelope(record, body, route.address(), space);
        try {
            if (route.refusal() != null) {
                throw route.refusal();
            }
            late(envelope).ifPresent(failure -> {
                throw new PermanentFailure(failure.code(), failure.message());
            });
            rules.check(body);
            RowFilter filter = filters.of(body, space);
            return new Received.Accepted(new Request(envelope, body, space.orElseThrow(), filter));
        } catch (RuntimeException e) {
            return new Received.Refused(envelope, envelope.failure(e));
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

    private Received unreadable(ConsumerRecord<byte[], byte[]> record, PermanentFailure cause) {
        Refusal refusal = new Refusal(Refusal.Image.unknown(), cause, record);
        if (!ReplyRouter.isExpected(record.headers())) {
            return new Received.Unreadable(refusal, Failure.of(cause), Optional.empty());
        }
        Route route = router.route(record.headers(), null, null);
        return new Received.Unreadable(
                refusal, Failure.of(route.refusal() == null ? cause : route.refusal()), Optional.of(route.address()));
    }

    private Envelope envelope(
            ConsumerRecord<byte[], byte[]> record, SearchRequest body, ReplyAddress replyTo, Result<Space> space) {
        Instant now = clock.instant();
        Instant sent = record.timestamp() < 0 ? now : Instant.ofEpochMilli(record.timestamp());
        return new Envelope(
                shortened(body.getRequestId()),
                ClientName.of(record.headers(), replyTo),
                replyTo,
                body.getDeadline() != null ? body.getDeadline() : sent.plus(limits.defaultDeadline()),
                // Clocks of callers may run ahead of ours.
                sent.isBefore(now) ? Duration.between(sent, now) : Duration.ZERO,
                System.nanoTime(),
                space.failure().isPresent() ? Envelope.NO_SPACE : space.get().id());
    }

    private static String shortened(String requestId) {
        return requestId.substring(0, Math.min(requestId.length(), RequestRules.MAX_REQUEST_ID_LENGTH));
    }

    /**
     * A request that waited in the service, now that it is worked on.
     *
     * @param waiting as it was when it began to wait
     */
    public Received takenUp(Received received, Envelope waiting) {
        if (!(received instanceof Received.Accepted accepted)) {
            return received;
        }
        Envelope envelope = accepted.request().envelope().takenUp(waiting, System.nanoTime());
        return late(envelope)
                .<Received>map(failure -> new Received.Refused(envelope, failure))
                .orElseGet(() -> new Received.Accepted(accepted.request().with(envelope)));
    }

    private Optional<Failure> late(Envelope envelope) {
        Optional<Failure> expired = envelope.expired(clock.instant());
        if (expired.isPresent() || envelope.queued().compareTo(limits.maxWait()) <= 0) {
            return expired;
        }
        return Optional.of(new Failure(
                ErrorCode.OVERLOADED,
                "the request waited %d ms for its turn, limit %d ms"
                        .formatted(
                                envelope.queued().toMillis(), limits.maxWait().toMillis())));
    }
}
