package org.lookalike.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.lookalike.schemas.ErrorCode;

/**
 * The searches that wait for a reply, by correlation id. Each completes exactly once: by its reply, by its deadline, by its
 * caller or by the closing of the client. Thread-safe.
 */
final class InFlightSearches implements AutoCloseable {
    private final Map<String, CompletableFuture<SearchResult>> waiting = new ConcurrentHashMap<>();
    private final Semaphore permits;
    private final int limit;
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean closed;

    InFlightSearches(int limit) {
        this.limit = limit;
        this.permits = new Semaphore(limit);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "lookalike-search-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A future for a reply, failed already if too many searches are in flight or the client was closed. */
    CompletableFuture<SearchResult> begin(String correlationId, Duration timeout) {
        if (closed) {
            return CompletableFuture.failedFuture(closedFailure());
        }
        if (!permits.tryAcquire()) {
            return CompletableFuture.failedFuture(SearchException.of(
                    ErrorCode.OVERLOADED, "%d searches are in flight, which is the client's limit".formatted(limit)));
        }
        Waiting future = new Waiting(correlationId);
        waiting.put(correlationId, future);
        future.timeoutTask = schedule(future, timeout);
        // It may have been completed before there was a timeout to cancel, or in a way that is not overridden.
        var unused = future.whenComplete((result, failure) -> future.end());
        if (closed) {
            future.completeExceptionally(closedFailure());
        }
        return future;
    }

    /** The future that waits for this reply; null if the reply is to another client or came too late. */
    @Nullable
    CompletableFuture<SearchResult> find(String correlationId) {
        return waiting.get(correlationId);
    }

    int size() {
        return waiting.size();
    }

    private @Nullable Future<?> schedule(CompletableFuture<SearchResult> future, Duration timeout) {
        try {
            return timer.schedule(
                    () -> future.completeExceptionally(SearchException.of(
                            ErrorCode.DEADLINE_EXCEEDED, "no reply within %d ms".formatted(timeout.toMillis()))),
                    timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile; the caller checks again.
            return null;
        }
    }

    /**
     * Makes room for another search before it completes: its caller's dependent stages run within the completion, and may
     * well begin the next search.
     */
    private final class Waiting extends CompletableFuture<SearchResult> {
        private final String correlationId;
        private final AtomicBoolean released = new AtomicBoolean();
        private volatile @Nullable Future<?> timeoutTask;

        Waiting(String correlationId) {
            this.correlationId = correlationId;
        }

        @Override
        public boolean complete(SearchResult result) {
            end();
            return super.complete(result);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            end();
            return super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            end();
            return super.cancel(mayInterruptIfRunning);
        }

        private void end() {
            if (released.compareAndSet(false, true)) {
                waiting.remove(correlationId);
                permits.release();
            }
            Future<?> task = timeoutTask;
            if (task != null) {
                task.cancel(false);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        List.copyOf(waiting.values()).forEach(future -> future.completeExceptionally(closedFailure()));
    }

    private static SearchException closedFailure() {
        return new SearchException(SearchException.CLIENT_CLOSED, "the search client was closed", false);
    }
}
