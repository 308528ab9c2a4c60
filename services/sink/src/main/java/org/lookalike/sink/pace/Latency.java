package org.lookalike.sink.pace;

/** Whether something takes clearly longer than it usually does. Used under its owner's lock. */
final class Latency {
    /** So many observations make a habit. */
    private static final int HABIT = 5;

    private static final double RECENT_WEIGHT = 0.3;
    private static final double USUAL_WEIGHT = 0.05;
    /** Below this nobody notices, whatever the factor. */
    private static final double UNNOTICED_NANOS = 20e6;

    private final double tolerance;
    private double usual;
    private double recent;
    private int observed;

    /** @param tolerance how many times the usual is clearly longer */
    Latency(double tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * Takes one in.
     *
     * @param disturbed whether a build was going on: what is measured then does not become usual, unless nothing else is
     *     known
     */
    void observe(long nanos, boolean disturbed) {
        recent = observed == 0 ? nanos : recent + RECENT_WEIGHT * (nanos - recent);
        if (observed < HABIT) {
            usual += (nanos - usual) / (observed + 1);
            observed++;
        } else if (!disturbed) {
            usual += USUAL_WEIGHT * (nanos - usual);
        }
    }

    boolean suffers() {
        return observed >= HABIT && recent > Math.max(tolerance * usual, usual + UNNOTICED_NANOS);
    }
}
