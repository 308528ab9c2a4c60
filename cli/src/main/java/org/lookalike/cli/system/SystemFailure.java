package org.lookalike.cli.system;

/** The system cannot start or continue; the message is one sentence that tells the user what to do. */
public final class SystemFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SystemFailure(String message) {
        super(message);
    }

    public SystemFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
