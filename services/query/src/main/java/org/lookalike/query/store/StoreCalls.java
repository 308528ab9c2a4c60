package org.lookalike.query.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Outage;
import org.lookalike.query.request.Envelope;
import org.lookalike.query.request.Failure;
import org.lookalike.query.request.Result;
import org.lookalike.schemas.ErrorCode;

/** Calls the vector store for requests, so that each has a value or a failure of its own. Thread-safe. */
public final class StoreCalls {
    private final Outage outage;
    private final InstantSource clock;

    public StoreCalls(Outage outage, InstantSource clock) {
        this.outage = outage;
        this.clock = clock;
    }

    /** Notes that the store has answered. */
    public void answered() {
        outage.end();
    }

    /** One call for one request. */
    public <T> Result<T> alone(Envelope envelope, Supplier<T> call) {
        return together(List.of(envelope), Function.identity(), one -> List.of(call.get()))
                .get(0);
    }

    /**
     * One call for several requests, but for those that nobody waits for any more. An outage or a missing collection
     * concerns all of them; after anything else each is called alone, so that it fails none but the one that caused it.
     *
     * @param items at least one
     * @param envelope the request of an item
     * @param call takes items, gives one value for each in their order
     * @return one result for each item, in their order
     */
    public <I, T> List<Result<T>> together(
            List<I> items, Function<I, Envelope> envelope, Function<List<I>, List<T>> call) {
        Instant now = clock.instant();
        List<I> waiting = items.stream()
                .filter(item -> envelope.apply(item).expired(now).isEmpty())
                .toList();
        Iterator<Result<T>> results = waiting.isEmpty()
                ? Collections.emptyIterator()
                : call(waiting, envelope, call).iterator();
        return items.stream()
                .map(item ->
                        envelope.apply(item).expired(now).map(Result::<T>failed).orElseGet(results::next))
                .toList();
    }

    private <I, T> List<Result<T>> call(
            List<I> items, Function<I, Envelope> envelope, Function<List<I>, List<T>> call) {
        try {
            return call.apply(items).stream().map(Result::of).toList();
        } catch (TransientFailure e) {
            return unavailable(items.stream().map(envelope).toList(), e);
        } catch (RuntimeException e) {
            if (e instanceof PermanentFailure || items.size() == 1) {
                return items.stream()
                        .map(item -> Result.<T>failed(envelope.apply(item).failure(e)))
                        .toList();
            }
            return items.stream()
                    .flatMap(item -> together(List.of(item), envelope, call).stream())
                    .toList();
        }
    }

    /** A call that was cut short by its caller's deadline says nothing about the store. */
    private <T> List<Result<T>> unavailable(List<Envelope> envelopes, TransientFailure failed) {
        Instant now = clock.instant();
        List<Result<T>> results = new ArrayList<>(envelopes.size());
        boolean stillWaiting = false;
        for (Envelope envelope : envelopes) {
            Failure failure = envelope.expired(now).orElseGet(() -> envelope.failure(failed));
            stillWaiting |= failure.code() == ErrorCode.STORE_UNAVAILABLE;
            results.add(Result.failed(failure));
        }
        if (stillWaiting) {
            outage.begin(failed);
        }
        return results;
    }
}
