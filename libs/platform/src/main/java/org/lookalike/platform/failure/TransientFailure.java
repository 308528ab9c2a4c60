package org.lookalike.platform.failure;

import org.jspecify.annotations.Nullable;

/**
 * Something that the service depends on (a store, a broker, the network) is unavailable: the same input is tried again
 * later, and nothing is refused because of it.
 */
public class TransientFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TransientFailure(String message) {
        super(message);
    }

    public TransientFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
