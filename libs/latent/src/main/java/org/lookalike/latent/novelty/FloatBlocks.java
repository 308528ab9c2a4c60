package org.lookalike.latent.novelty;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Blocks of floats in bytes, big-endian. */
final class FloatBlocks {
    private FloatBlocks() {}

    static int encodedBytes(List<float[]> blocks) {
        return Integer.BYTES
                + blocks.stream().mapToInt(block -> block.length * Float.BYTES).sum();
    }

    static void encode(List<float[]> blocks, ByteBuffer bytes) {
        bytes.putInt(blocks.size());
        blocks.forEach(block -> put(block, bytes));
    }

    static List<float[]> decode(ByteBuffer bytes, int blockLength, int max) {
        int count = count(bytes, max);
        List<float[]> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(get(bytes, blockLength));
        }
        return blocks;
    }

    /** Reads how many there are, checked before anything is allocated. */
    static int count(ByteBuffer bytes, int max) {
        int count = bytes.getInt();
        if (count < 0 || count > max) {
            throw new IllegalArgumentException("a drift state with %d entries, at most %d".formatted(count, max));
        }
        return count;
    }

    static void put(float[] values, ByteBuffer bytes) {
        bytes.asFloatBuffer().put(values);
        bytes.position(bytes.position() + values.length * Float.BYTES);
    }

    static float[] get(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        bytes.position(bytes.position() + count * Float.BYTES);
        return values;
    }
}
