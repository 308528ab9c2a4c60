package org.lookalike.client;

/** A search that has no hits because it was refused, failed, or was not answered in time. */
public final class SearchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retriable;

    SearchException(String code, String message, boolean retriable) {
        super(code + ": " + message);
        this.code = code;
        this.retriable = retriable;
    }

    /** The name of an {@link org.lookalike.schemas.ErrorCode}, or one that this client is too old to know. */
    public String code() {
        return code;
    }

    /** Whether the same search may succeed later. */
    public boolean retriable() {
        return retriable;
    }
}
