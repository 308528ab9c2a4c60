package org.lookalike.platform.failure;

import org.jspecify.annotations.Nullable;

/**
 * An answer of something that the service depends on, of which it is not known whether it means an outage. It is tried again
 * like one, but not for ever.
 */
public final class UnrecognizedFailure extends TransientFailure {
    private static final long serialVersionUID = 1L;

    public UnrecognizedFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether a failure is one, or was caused by one. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnrecognizedFailure) {
                return true;
            }
        }
        return false;
    }
}
