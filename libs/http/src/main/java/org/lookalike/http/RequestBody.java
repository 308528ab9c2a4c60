package org.lookalike.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.schemas.ErrorCode;

/** Reads request bodies up to a limit. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * Reads to the end.
     *
     * @param announced the length that the client announced, negative for none
     * @throws PermanentFailure IMAGE_TOO_MANY_BYTES as soon as more than the limit is announced or received;
     *     UPLOAD_TOO_SLOW if the body arrives too slowly; INVALID_FIELD if the client stops early
     */
    public static byte[] read(InputStream in, long announced, long limit) {
        if (announced > limit) {
            throw tooManyBytes(announced, limit);
        }
        try {
            // Grows with what is received, so that an announcement alone takes no memory.
            byte[] bytes = in.readNBytes((int) Math.min(limit, Integer.MAX_VALUE - 8));
            if (in.read() >= 0) {
                throw tooManyBytes(bytes.length + 1L, limit);
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable("the request's body", e);
        }
    }

    /** The failure of a body that does not come to its end. */
    public static PermanentFailure unreadable(String what, Exception e) {
        Throwable cause = RootCause.of(e);
        return cause instanceof TimeoutException
                ? new PermanentFailure(
                        ErrorCode.UPLOAD_TOO_SLOW, "%s arrives too slowly: %s".formatted(what, cause.getMessage()), e)
                : new PermanentFailure(ErrorCode.INVALID_FIELD, what + " could not be read to its end", e);
    }

    public static PermanentFailure tooManyBytes(long bytes, long limit) {
        return new PermanentFailure(
                ErrorCode.IMAGE_TOO_MANY_BYTES, "the body has at least %d bytes, limit %d".formatted(bytes, limit));
    }
}
