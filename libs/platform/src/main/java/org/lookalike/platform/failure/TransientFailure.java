package org.lookalike.platform.failure;

import org.jspecify.annotations.Nullable;

/**
 * Something outside is unwell (a store, a broker, the network): the same input is tried again later, and nothing is set
 * aside because of it.
 */
public final class TransientFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TransientFailure(String message) {
        super(message);
    }

    public TransientFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
