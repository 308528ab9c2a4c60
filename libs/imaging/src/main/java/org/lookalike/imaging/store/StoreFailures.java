package org.lookalike.imaging.store;

import java.net.URI;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** The failures that both stores report, in the same words. */
final class StoreFailures {
    private StoreFailures() {}

    static PermanentFailure missing(URI uri) {
        return new PermanentFailure(ErrorCode.BYTES_MISSING, "the image store holds nothing under " + uri);
    }

    static PermanentFailure notAllowed(URI uri, String store) {
        return new PermanentFailure(
                ErrorCode.URI_NOT_ALLOWED, "%s is not an object of the image store %s".formatted(uri, store));
    }

    static PermanentFailure tooManyBytes(URI uri, long bytes, long limit) {
        return new PermanentFailure(
                ErrorCode.IMAGE_TOO_MANY_BYTES, "%s has at least %d bytes, limit %d".formatted(uri, bytes, limit));
    }
}
