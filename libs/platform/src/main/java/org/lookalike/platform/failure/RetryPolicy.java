package org.lookalike.platform.failure;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When and how often to try again: exponential backoff, doubled after each failure up to a cap, with jitter, so that
 * instances which lost the same server do not all return at the same instant. Immutable.
 *
 * @param initialBackoff the backoff after the first failure
 * @param maxBackoff the longest backoff
 * @param jitter the share of each backoff that is drawn at random, 0 to 1
 * @param maxAttempts how often to try in all, at least 1
 */
public record RetryPolicy(Duration initialBackoff, Duration maxBackoff, double jitter, int maxAttempts) {
    /** Far beyond any cap, and far from an overflow. */
    private static final int MAX_DOUBLINGS = 30;

    private static final RetryPolicy FOREVER =
            exponential(Duration.ofMillis(200), Duration.ofSeconds(10)).withJitter(0.5);

    public RetryPolicy {
        if (initialBackoff.isNegative() || maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException("initialBackoff is %s and maxBackoff %s, must be 0 <= initial <= max"
                    .formatted(initialBackoff, maxBackoff));
        }
        if (!(jitter >= 0 && jitter <= 1) || maxAttempts < 1) {
            throw new IllegalArgumentException("jitter is %s, must be 0 to 1; maxAttempts is %d, must be at least 1"
                    .formatted(jitter, maxAttempts));
        }
    }

    /** For as long as an outage lasts: from 200 ms up to 10 s, half of it jitter. */
    public static RetryPolicy forever() {
        return FOREVER;
    }

    /** Without jitter and without a limit of attempts. */
    public static RetryPolicy exponential(Duration initialBackoff, Duration maxBackoff) {
        return new RetryPolicy(initialBackoff, maxBackoff, 0, Integer.MAX_VALUE);
    }

    /** Always the same backoff, without jitter and without a limit of attempts. */
    public static RetryPolicy fixed(Duration backoff) {
        return exponential(backoff, backoff);
    }

    public RetryPolicy withJitter(double share) {
        return new RetryPolicy(initialBackoff, maxBackoff, share, maxAttempts);
    }

    public RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(initialBackoff, maxBackoff, jitter, attempts);
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param failures how many attempts have failed in a row, at least 1
     */
    public Duration backoff(int failures) {
        Duration exponential = initialBackoff.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        long millis = (exponential.compareTo(maxBackoff) < 0 ? exponential : maxBackoff).toMillis();
        long random = (long) (millis * jitter);
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(random + 1));
    }
}
