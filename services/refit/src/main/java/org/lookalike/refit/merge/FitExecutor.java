package org.lookalike.refit.merge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.lookalike.refit.fit.FitInput;
import org.lookalike.refit.fit.FitResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs fits away from the stream threads. Thread-safe. */
public final class FitExecutor {
    private static final Logger LOGGER = LoggerFactory.getLogger(FitExecutor.class);

    private final Executor executor;
    private final Function<FitInput, FitResult> fit;

    /** @param executor bounded: what it refuses is offered again a little later */
    public FitExecutor(Executor executor, Function<FitInput, FitResult> fit) {
        this.executor = executor;
        this.fit = fit;
    }

    /**
     * Starts a fit.
     *
     * @throws RejectedExecutionException if too many wait already
     */
    CompletableFuture<FitResult> submit(FitInput input) {
        return CompletableFuture.supplyAsync(
                () -> {
                    LOGGER.atInfo()
                            .addKeyValue("stream", input.stream())
                            .addKeyValue("window", input.window())
                            .addKeyValue("sample", input.images().size())
                            .log("fitting a space");
                    return fit.apply(input);
                },
                executor);
    }
}
