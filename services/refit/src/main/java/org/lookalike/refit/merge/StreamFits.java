package org.lookalike.refit.merge;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running fits of a task, at most one for each stream of vectors, so that each fit knows what the one before proposed.
 * Results are handed out on the stream thread, so that what they publish and what they change in stores is one
 * transaction: a crash at any moment makes another task fit again, and nothing be published twice. Belongs to one task
 * and its thread.
 */
final class StreamFits {
    private static final Logger LOGGER = LoggerFactory.getLogger(StreamFits.class);

    private final FitServices services;
    private final Consumer<FitResult> output;
    private final Map<String, Running> running = new HashMap<>();
    /** Spaces that were published and may not have come back on their topic yet: the gate must know them. */
    private final Map<String, Space> proposed = new LinkedHashMap<>();

    /** @param output publishes a result in the current transaction */
    StreamFits(FitServices services, Consumer<FitResult> output) {
        this.services = services;
        this.output = output;
    }

    /** Who started a fit; called on the stream thread. */
    interface Callback {
        /**
         * The fit has ended.
         *
         * @param result what was published; empty where there was too little to fit
         * @param now the wall clock, milliseconds since 1970 UTC
         */
        void completed(Optional<FitResult> result, long now);

        void failed(Throwable cause, long now);
    }

    private record Running(CompletableFuture<Optional<FitResult>> result, Callback callback) {}

    boolean isRunning(String stream) {
        return running.containsKey(stream);
    }

    /** The spaces that are known or were proposed by this task; empty as long as none can be known. */
    Optional<Spaces> spaces(String stream) {
        Spaces known;
        try {
            known = services.spaces().get();
        } catch (TransientFailure e) {
            LOGGER.atWarn()
                    .addKeyValue("stream", stream)
                    .log("no refit before the spaces are known, trying again: {}", e.getMessage());
            return Optional.empty();
        }
        proposed.keySet().removeIf(id -> known.find(id).isPresent());
        Spaces all = known;
        for (Space space : proposed.values()) {
            all = all.with(space);
        }
        return Optional.of(all);
    }

    /** Starts a fit unless too many wait; the caller then tries again. */
    void start(String stream, Supplier<CompletableFuture<Optional<FitResult>>> submit, Callback callback) {
        try {
            running.put(stream, new Running(submit.get(), callback));
        } catch (RejectedExecutionException e) {
            LOGGER.atDebug().addKeyValue("stream", stream).log("too many fits wait, trying again");
        }
    }

    /** Publishes the results of fits that have ended. */
    void publishCompleted(long now) {
        for (String stream : List.copyOf(running.keySet())) {
            Running job = running.get(stream);
            if (job != null && job.result().isDone()) {
                running.remove(stream);
                publish(job, now);
            }
        }
    }

    private void publish(Running job, long now) {
        Optional<FitResult> result;
        try {
            result = job.result().join();
        } catch (CompletionException e) {
            job.callback().failed(e.getCause() == null ? e : e.getCause(), now);
            return;
        }
        result.ifPresent(fitted -> {
            if (fitted.report().getProposed()) {
                proposed.put(fitted.space().id(), fitted.space());
            }
            output.accept(fitted);
            services.metrics().report(fitted.report());
        });
        job.callback().completed(result, now);
    }

    /** The task is closed: nobody waits for what still runs. */
    void close() {
        running.values().forEach(job -> job.result().cancel(false));
        running.clear();
    }
}
