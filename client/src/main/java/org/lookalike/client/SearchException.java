package org.lookalike.client;

import org.lookalike.schemas.ErrorCode;

/**
 * A failed search: the service refused it, no reply came in time, or it could not be sent. Futures of
 * {@link SearchClient#search} fail with it.
 */
public final class SearchException extends RuntimeException {
    /** The client was closed before the reply came. */
    public static final String CLIENT_CLOSED = "CLIENT_CLOSED";

    /** The request could not be sent to the broker. */
    public static final String SEND_FAILED = "SEND_FAILED";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retriable;

    SearchException(String code, String message, boolean retriable) {
        super(message);
        this.code = code;
        this.retriable = retriable;
    }

    SearchException(String code, String message, boolean retriable, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retriable = retriable;
    }

    static SearchException of(ErrorCode code, String message) {
        return new SearchException(code.name(), message, code.retriable());
    }

    /**
     * The name of an {@link ErrorCode}, {@link #CLIENT_CLOSED} or {@link #SEND_FAILED}. A service newer than this client
     * may reply with a name that this enum does not have.
     */
    public String code() {
        return code;
    }

    /** Whether the same search may succeed later without being changed. */
    public boolean retriable() {
        return retriable;
    }
}
