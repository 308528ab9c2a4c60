package org.lookalike.query.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClusterAnswer;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.PlaceOnMap;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.Verdict;
import org.lookalike.latent.examples.ExampleVector;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.query.reply.ReplyAddress;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to its answer. From its admission on it is bound to one space: its vector, the collection that it
 * is looked for in and the space that its answer names all come from that one object, whatever becomes active meanwhile.
 * Belongs to the handler's thread; a search thread may have it while the handler
 * waits for that thread.
 */
final class Pending {
    private static final Logger LOGGER = LoggerFactory.getLogger(Pending.class);

    private final SearchRequest request;
    private final ReplyAddress address;
    private final Instant deadline;
    private final Duration queued;
    private final @Nullable Space space;
    private final long takenUpNanos = System.nanoTime();
    private final List<Example> examples;
    private RowFilter filter = RowFilter.ALL;
    private float @Nullable [] vector;
    private List<Hit> hits = List.of();
    private @Nullable ClusterAnswer clusterAnswer;
    private @Nullable Verdict verdict;
    private @Nullable PlaceOnMap place;
    private boolean searched;
    private Duration encode = Duration.ZERO;
    private Duration search = Duration.ZERO;
    private @Nullable Failure failure;

    /** Why there are no hits. */
    record Failure(ErrorCode code, String message) {}

    /** A new request; the space is null where none can answer it. */
    Pending(SearchRequest request, ReplyAddress address, Instant deadline, Duration queued, @Nullable Space space) {
        this.request = request;
        this.address = address;
        this.deadline = deadline;
        this.queued = queued;
        this.space = space;
        this.examples = Example.of(this, request);
    }

    SearchRequest request() {
        return request;
    }

    ReplyAddress address() {
        return address;
    }

    /** The space that answers; only a request without one has been refused. */
    Space space() {
        return Objects.requireNonNull(space);
    }

    Optional<Space> boundTo() {
        return Optional.ofNullable(space);
    }

    Duration queued() {
        return queued;
    }

    Duration encodeTime() {
        return encode;
    }

    Duration searchTime() {
        return search;
    }

    Duration totalTime() {
        return Duration.ofNanos(System.nanoTime() - takenUpNanos);
    }

    RowFilter filter() {
        return filter;
    }

    float[] vector() {
        return Objects.requireNonNull(vector);
    }

    List<Hit> hits() {
        return hits;
    }

    Optional<ClusterAnswer> clusterAnswer() {
        return Optional.ofNullable(clusterAnswer);
    }

    Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** Whether the collection was asked and answered. */
    boolean isSearched() {
        return searched;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    /** Whether nothing speaks against going on. */
    boolean isOpen() {
        return failure == null;
    }

    /** How long somebody still waits for the answer; zero once nobody does. */
    Duration remaining(Instant now) {
        Duration left = Duration.between(now, deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Ends the request if nobody waits for its answer any more; tells whether it goes on. */
    boolean isInTime(Instant now) {
        if (isOpen() && remaining(now).isZero()) {
            fail(ErrorCode.DEADLINE_EXCEEDED, "the deadline was %s, it is %s".formatted(deadline, now));
        }
        return isOpen();
    }

    void restrict(RowFilter narrower) {
        filter = narrower;
    }

    /** The images that the query consists of; none where it asks for a cluster. */
    List<Example> examples() {
        return examples;
    }

    /** Notes how long the decoding and encoding of the query's images took. */
    void encoded(Duration took) {
        encode = took.compareTo(encode) > 0 ? took : encode;
    }

    /**
     * Makes the query of its examples, all of which have their vectors, and leaves them out of the hits where that was
     * asked for.
     *
     * @param unlikeWeight where the request does not say
     */
    void settle(double unlikeWeight) {
        Set<String> hashes =
                examples.stream().flatMap(example -> example.sha256().stream()).collect(Collectors.toSet());
        Set<String> ids =
                examples.stream().flatMap(example -> example.imageId().stream()).collect(Collectors.toSet());
        vector = examples.size() == 1 ? examples.get(0).vector() : combined(unlikeWeight);
        if (request.getExcludeQuery()) {
            for (Condition condition : Filters.excluding(ids, hashes)) {
                filter = filter.and(condition);
            }
        }
    }

    private float[] combined(double unlikeWeight) {
        Float weight = ((ExamplesQuery) request.getQuery()).getUnlikeWeight();
        try {
            return ExampleVector.of(vectors(true), vectors(false), weight == null ? unlikeWeight : weight);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }

    private List<float[]> vectors(boolean liked) {
        return examples.stream()
                .filter(example -> example.isLiked() == liked)
                .map(Example::vector)
                .toList();
    }

    void answer(List<Hit> found, Duration took) {
        hits = found;
        search = took;
        searched = true;
    }

    void answer(ClusterAnswer answer, List<Hit> looks, Duration took) {
        clusterAnswer = answer;
        answer(looks, took);
    }

    void put(PlaceOnMap found) {
        place = found;
    }

    Optional<PlaceOnMap> place() {
        return Optional.ofNullable(place);
    }

    void judge(Verdict given) {
        verdict = given;
    }

    void fail(ErrorCode code, String message) {
        if (failure == null) {
            failure = new Failure(code, message);
        }
    }

    /** Ends the request: by a refusal, an outage, or else by a defect, which the log tells in one line. */
    void fail(RuntimeException thrown) {
        if (thrown instanceof PermanentFailure refusal) {
            fail(refusal.code(), String.valueOf(refusal.getMessage()));
        } else if (thrown instanceof TransientFailure outage) {
            fail(ErrorCode.STORE_UNAVAILABLE, String.valueOf(outage.getMessage()));
        } else {
            LOGGER.atError()
                    .addKeyValue("request", request.getRequestId())
                    .setCause(thrown)
                    .log("a defect ended a request");
            fail(ErrorCode.INTERNAL, "a defect of the service; its log names this request");
        }
    }
}
