package org.lookalike.platform.failure;

/** The root of a chain of causes. */
public final class RootCause {
    private RootCause() {}

    /** The root's class and message. */
    public static String of(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
