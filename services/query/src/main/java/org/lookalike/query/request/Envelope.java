package org.lookalike.query.request;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.lookalike.query.reply.ReplyAddress;
import org.lookalike.schemas.ErrorCode;

/**
 * What has to be known of a request to answer it, whatever it asks.
 *
 * @param requestId the caller's own, shortened where it is too long
 * @param client who asks, as far as it is known; clients have shares of what the service can do
 * @param replyTo where the answer goes
 * @param deadline when the caller stops waiting
 * @param queued from the record's timestamp until the request was taken up
 * @param startedNanos when it was taken up, by {@link System#nanoTime()}
 * @param spaceId the space that is to answer; {@link #NO_SPACE} if none can
 */
public record Envelope(
        String requestId,
        String client,
        ReplyAddress replyTo,
        Instant deadline,
        Duration queued,
        long startedNanos,
        String spaceId) {
    /** Stands for the id of a space where there is none. */
    public static final String NO_SPACE = "none";

    /** This request after it waited in the service since it was as {@code waiting}. */
    Envelope takenUp(Envelope waiting, long nowNanos) {
        Duration waited = Duration.ofNanos(nowNanos - waiting.startedNanos());
        return new Envelope(
                requestId, client, replyTo, deadline, waiting.queued().plus(waited), nowNanos, spaceId);
    }

    /** How long the caller still waits; zero once it does not. */
    public Duration remaining(Instant now) {
        Duration left = Duration.between(now, deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** DEADLINE_EXCEEDED, once the caller does not wait any more. */
    public Optional<Failure> expired(Instant now) {
        return remaining(now).isZero()
                ? Optional.of(new Failure(
                        ErrorCode.DEADLINE_EXCEEDED, "the deadline was %s, it is %s".formatted(deadline, now)))
                : Optional.empty();
    }

    /** What the caller is told of a failed step; a defect is logged with the request's id. */
    public Failure failure(RuntimeException thrown) {
        return Failure.of(thrown, requestId);
    }

    /** The value of a step, or its failure. */
    public <T> Result<T> attempt(Supplier<T> step) {
        try {
            return Result.of(step.get());
        } catch (RuntimeException e) {
            return Result.failed(failure(e));
        }
    }
}
