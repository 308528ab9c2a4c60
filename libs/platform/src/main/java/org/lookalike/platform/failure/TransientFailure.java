package org.lookalike.platform.failure;

import org.jspecify.annotations.Nullable;

/**
 * Something that the service depends on (a store, a broker, the network) is unavailable: the same input is tried again
 * later, and nothing is refused because of it. Of an unrecognized one it is not known whether it means an outage: it is tried
 * again, too, but not for ever.
 */
public final class TransientFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean recognized;

    public TransientFailure(String message) {
        this(message, null);
    }

    public TransientFailure(String message, @Nullable Throwable cause) {
        this(message, cause, true);
    }

    private TransientFailure(String message, @Nullable Throwable cause, boolean recognized) {
        super(message, cause);
        this.recognized = recognized;
    }

    /** An answer of which it is not known whether it means an outage. */
    public static TransientFailure unrecognized(String message, @Nullable Throwable cause) {
        return new TransientFailure(message, cause, false);
    }

    /** Whether a failure is unrecognized, or was caused by one that is. */
    public static boolean isUnrecognized(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientFailure known && !known.recognized) {
                return true;
            }
        }
        return false;
    }
}
