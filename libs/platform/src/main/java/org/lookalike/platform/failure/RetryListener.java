package org.lookalike.platform.failure;

/** Observes the attempts of a {@link Retrier}. */
public interface RetryListener {
    /** Observes nothing. */
    RetryListener NONE = new RetryListener() {
        @Override
        public void onFailure(int attempt, TransientFailure failure) {}

        @Override
        public void onRecovery() {}
    };

    /**
     * An attempt failed.
     *
     * @param attempt its number, from 1
     */
    void onFailure(int attempt, TransientFailure failure);

    /** An attempt succeeded after at least one had failed. */
    void onRecovery();
}
