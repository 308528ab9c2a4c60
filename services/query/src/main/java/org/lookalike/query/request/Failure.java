package org.lookalike.query.request;

import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a request is answered with an error.
 *
 * @param code what the caller's program decides by
 * @param message one sentence for a person
 */
public record Failure(ErrorCode code, String message) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Failure.class);

    static Failure of(PermanentFailure refusal) {
        return new Failure(refusal.code(), String.valueOf(refusal.getMessage()));
    }

    /** A refusal or an outage as its caller is told of it; anything else is a defect, which is logged with its cause. */
    static Failure of(RuntimeException thrown, String requestId) {
        if (thrown instanceof PermanentFailure refusal) {
            return of(refusal);
        }
        if (thrown instanceof TransientFailure outage) {
            return new Failure(ErrorCode.STORE_UNAVAILABLE, String.valueOf(outage.getMessage()));
        }
        LOGGER.atError().addKeyValue("request", requestId).setCause(thrown).log("a request failed because of a defect");
        return new Failure(ErrorCode.INTERNAL, "a defect of the service; its log names this request");
    }
}
