package org.lookalike.bench.fuzz;

import java.util.Arrays;

/** Takes an input apart: short texts with their length in front, and the rest. */
final class FuzzInput {
    private final byte[] input;
    private int at;

    FuzzInput(byte[] input) {
        this.input = input;
    }

    /** The next byte from 0 to 255, or 0 at the end. */
    int next() {
        return at < input.length ? input[at++] & 0xff : 0;
    }

    /** Up to 255 bytes, by the byte in front of them. */
    byte[] part() {
        int from = Math.min(at + 1, input.length);
        int to = Math.min(input.length, from + next());
        at = to;
        return Arrays.copyOfRange(input, from, to);
    }

    /** Everything that is left. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(input, Math.min(at, input.length), input.length);
        at = input.length;
        return rest;
    }
}
