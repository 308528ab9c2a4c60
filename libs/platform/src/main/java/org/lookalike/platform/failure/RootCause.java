package org.lookalike.platform.failure;

/** The end of a chain of causes. */
public final class RootCause {
    private RootCause() {}

    public static Throwable of(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
