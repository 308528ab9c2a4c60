package org.lookalike.provision.process;

/** A part could not be prepared or started; the message tells the user what is missing or what the part last said. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A failure without an underlying exception. */
    public StartFailure(String message) {
        super(message);
    }

    /** A failure with the exception that caused it. */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
