package org.lookalike.bench.worker;

/** A measurement that cannot be taken; the message says why, and what the user may do about it. */
public final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchFailure(String message) {
        super(message);
    }

    public BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
