package org.lookalike.imaging.decode;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** When one decode must be over, on a monotonic clock. */
final class Deadline {
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final long start;

    Deadline(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    boolean hasPassed() {
        return nanoTime.getAsLong() - start > limit.toNanos();
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
