package org.lookalike.refit.merge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.lookalike.refit.fit.FitInput;
import org.lookalike.refit.fit.FitResult;

/** Runs fits away from the stream threads. Thread-safe. */
public final class FitJobs {
    private final Executor executor;
    private final Function<FitInput, FitResult> fit;

    /** @param executor bounded: what it refuses is offered again a little later */
    public FitJobs(Executor executor, Function<FitInput, FitResult> fit) {
        this.executor = executor;
        this.fit = fit;
    }

    /**
     * Starts a fit.
     *
     * @throws RejectedExecutionException if too many wait already
     */
    CompletableFuture<FitResult> submit(FitInput input) {
        return CompletableFuture.supplyAsync(() -> fit.apply(input), executor);
    }
}
