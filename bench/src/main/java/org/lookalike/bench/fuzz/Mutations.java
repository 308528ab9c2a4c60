package org.lookalike.bench.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Makes broken inputs of sound ones, the same ones for the same seed. Used by one thread. */
public final class Mutations {
    /** Values at which lengths and counts overflow. */
    private static final int[] EXTREMES = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff};

    private static final int MAX_CHANGES = 4;
    private static final int MAX_INSERTED = 64;

    private final SplittableRandom random;

    public Mutations(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One of several inputs, changed in one to four places. */
    public byte[] of(List<byte[]> inputs) {
        byte[] mutated = inputs.get(random.nextInt(inputs.size()));
        for (int change = random.nextInt(1, MAX_CHANGES + 1); change > 0; change--) {
            mutated = changed(mutated, inputs);
        }
        return mutated;
    }

    private byte[] changed(byte[] input, List<byte[]> others) {
        if (input.length == 0) {
            return inserted(input, 0, bytes(random.nextInt(1, MAX_INSERTED)));
        }
        int at = random.nextInt(input.length);
        int length = random.nextInt(1, Math.min(MAX_INSERTED, input.length - at) + 1);
        return switch (random.nextInt(8)) {
            case 0 -> replaced(input, at, new byte[] {(byte) (input[at] ^ 1 << random.nextInt(Byte.SIZE))});
            case 1 -> replaced(input, at, bytes(length));
            case 2 -> replaced(input, at, extreme());
            case 3 -> removed(input, at, length);
            case 4 -> removed(input, at, input.length - at);
            case 5 -> inserted(input, at, bytes(length));
            case 6 -> inserted(input, at, part(input, at, length));
            default -> spliced(input, at, others.get(random.nextInt(others.size())));
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One, two or four bytes of a number at a limit, in either order. */
    private byte[] extreme() {
        int value = EXTREMES[random.nextInt(EXTREMES.length)];
        int length = 1 << random.nextInt(3);
        boolean bigEndian = random.nextBoolean();
        byte[] bytes = new byte[length];
        for (int index = 0; index < length; index++) {
            bytes[bigEndian ? length - 1 - index : index] = (byte) (value >>> (Byte.SIZE * index));
        }
        return bytes;
    }

    private static byte[] part(byte[] input, int at, int length) {
        byte[] part = new byte[length];
        System.arraycopy(input, at, part, 0, length);
        return part;
    }

    private static byte[] replaced(byte[] input, int at, byte[] with) {
        byte[] replaced = input.clone();
        System.arraycopy(with, 0, replaced, at, Math.min(with.length, input.length - at));
        return replaced;
    }

    private static byte[] removed(byte[] input, int at, int length) {
        byte[] removed = new byte[input.length - length];
        System.arraycopy(input, 0, removed, 0, at);
        System.arraycopy(input, at + length, removed, at, removed.length - at);
        return removed;
    }

    private static byte[] inserted(byte[] input, int at, byte[] part) {
        byte[] inserted = new byte[input.length + part.length];
        System.arraycopy(input, 0, inserted, 0, at);
        System.arraycopy(part, 0, inserted, at, part.length);
        System.arraycopy(input, at, inserted, at + part.length, input.length - at);
        return inserted;
    }

    /** The beginning of one input and the end of another. */
    private byte[] spliced(byte[] input, int at, byte[] other) {
        int from = other.length == 0 ? 0 : random.nextInt(other.length);
        byte[] spliced = new byte[at + other.length - from];
        System.arraycopy(input, 0, spliced, 0, at);
        System.arraycopy(other, from, spliced, at, other.length - from);
        return spliced;
    }
}
