package org.lookalike.lab.figures;

/** Which items to fit on and which to test on; none is in both. */
public final class Split {
    private final int[] fit;
    private final int[] test;

    /** Takes the arrays over: indices of items, which must not change afterwards. */
    public Split(int[] fit, int[] test) {
        this.fit = fit;
        this.test = test;
    }

    /** What to fit on; not a copy. */
    public int[] fit() {
        return fit;
    }

    /** What to test on; not a copy. */
    public int[] test() {
        return test;
    }
}
