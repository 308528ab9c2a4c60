package org.lookalike.refit.merge;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.lookalike.refit.fit.AdaptedFitInput;
import org.lookalike.refit.fit.FitInput;
import org.lookalike.refit.fit.FitResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs fits away from the stream threads. Thread-safe. */
public final class FitExecutor {
    private static final Logger LOGGER = LoggerFactory.getLogger(FitExecutor.class);

    private final Executor executor;
    private final Function<FitInput, FitResult> fit;
    private final Function<AdaptedFitInput, Optional<FitResult>> adaptedFit;

    /**
     * @param executor bounded: what it rejects is submitted again a little later
     * @param fit fits a space to a window
     * @param adaptedFit fits a space to labels; empty where too few labelled images have vectors
     */
    public FitExecutor(
            Executor executor,
            Function<FitInput, FitResult> fit,
            Function<AdaptedFitInput, Optional<FitResult>> adaptedFit) {
        this.executor = executor;
        this.fit = fit;
        this.adaptedFit = adaptedFit;
    }

    /**
     * Starts a fit to a window.
     *
     * @throws RejectedExecutionException if too many wait already
     */
    CompletableFuture<Optional<FitResult>> submit(FitInput input) {
        return CompletableFuture.supplyAsync(
                () -> {
                    LOGGER.atInfo()
                            .addKeyValue("stream", input.stream())
                            .addKeyValue("window", input.window())
                            .addKeyValue("sample", input.images().size())
                            .log("fitting a space");
                    return Optional.of(fit.apply(input));
                },
                executor);
    }

    /**
     * Starts a fit to labels.
     *
     * @throws RejectedExecutionException if too many wait already
     */
    CompletableFuture<Optional<FitResult>> submit(AdaptedFitInput input) {
        return CompletableFuture.supplyAsync(
                () -> {
                    LOGGER.atInfo()
                            .addKeyValue("stream", input.stream())
                            .addKeyValue("sample", input.images().size())
                            .addKeyValue("labels", input.labelled().size())
                            .log("fitting a space to labels");
                    return adaptedFit.apply(input);
                },
                executor);
    }
}
