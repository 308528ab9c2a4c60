package org.lookalike.imaging.decode;

import java.time.Duration;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** When one decode must be over, on the monotonic clock. */
final class Deadline {
    private final Duration limit;
    private final long start = System.nanoTime();

    Deadline(Duration limit) {
        this.limit = limit;
    }

    boolean hasPassed() {
        return System.nanoTime() - start > limit.toNanos();
    }

    void check() {
        if (hasPassed()) {
            throw failure();
        }
    }

    PermanentFailure failure() {
        return new PermanentFailure(
                ErrorCode.IMAGE_DECODE_TIMEOUT, "decoding took longer than the limit of %s".formatted(limit));
    }
}
