package org.lookalike.platform.failure;

import org.lookalike.schemas.ErrorCode;

/**
 * Input that can never succeed, however often it is tried: it alone is refused, with a code and a reason, and processing
 * continues.
 *
 * <p>The message names the thing, the value and the limit.
 */
public final class PermanentFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public PermanentFailure(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public PermanentFailure(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
