package org.lookalike.platform.kafka;

/** What the leader does. Used by one thread at a time. */
public interface LeaderTask {
    /**
     * Does one round of the work. Called again and again while this instance is the leader; must not assume that an
     * earlier round, of this leader or of its predecessor, was completed.
     *
     * @throws org.lookalike.platform.failure.TransientFailure to be called again
     * @throws InterruptedException if the leadership was lost
     */
    void runOnce() throws InterruptedException;

    /** This instance is no longer the leader. */
    void onResigned();
}
