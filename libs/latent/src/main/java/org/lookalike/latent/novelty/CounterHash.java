package org.lookalike.latent.novelty;

/** Pseudorandom numbers from a counter, the same on every machine, so that a replay decides alike. */
final class CounterHash {
    private CounterHash() {}

    /** The n-th number: a step along the golden ratio, then two rounds of multiply and xor-shift. */
    static long mix(long n) {
        long z = (n + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 32)) * 0xd6e8feb86659fd93L;
        z = (z ^ (z >>> 32)) * 0xd6e8feb86659fd93L;
        return z ^ (z >>> 32);
    }

    /** The n-th number, 0 to {@code bound - 1}. */
    static int below(int bound, long n) {
        return (int) (((mix(n) >>> 32) * bound) >>> 32);
    }
}
