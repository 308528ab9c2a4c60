package org.lookalike.latent.map;

import java.util.function.BooleanSupplier;

/**
 * Follows the making of a map, and may cancel it. Both are called on the thread that computes the map.
 *
 * @param progress told every few iterations, and after the last one
 * @param cancelled asked in every iteration whether to give up; an interrupt of the calling thread does the same, and
 *     stays set
 */
public record TsneMonitor(Progress progress, BooleanSupplier cancelled) {
    /** Does nothing: the map is finished unless the thread is interrupted. */
    public static final TsneMonitor NONE = new TsneMonitor((done, all, divergence) -> {}, () -> false);

    /** Progress of a map. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Reports progress.
         *
         * @param done iterations, from 1
         * @param all iterations that there will be
         * @param divergence the Kullback–Leibler divergence, in nats, of the map from the neighbourhoods that it shows;
         *     0 or more, and without exaggeration in exaggerated iterations too
         */
        void at(int done, int all, double divergence);
    }

    boolean isObserved() {
        return progress != NONE.progress;
    }

    /** @throws MapCancelled if the map is cancelled */
    void check(int done) {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new MapCancelled(done);
        }
    }
}
