package org.lookalike.latent.novelty;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A random choice of a source's past blocks (Vitter, Random Sampling with a Reservoir, 1985), with a limit to how far
 * back the past reaches.
 */
final class DriftReference {
    private final int capacity;
    private final long memory;
    private final List<float[]> blocks = new ArrayList<>();
    private long seen;

    DriftReference(DriftRules rules) {
        capacity = rules.referenceBlocks();
        memory = (long) rules.referenceBlocks() * rules.memory();
    }

    boolean isFull() {
        return blocks.size() == capacity;
    }

    /** A block replaces a random one, with a probability that falls with the number of blocks so far (reservoir sampling). */
    void add(float[] block) {
        seen++;
        if (!isFull()) {
            blocks.add(block);
            return;
        }
        int place = CounterHash.below((int) Math.min(seen, memory), seen);
        if (place < capacity) {
            blocks.set(place, block);
        }
    }

    void clear() {
        blocks.clear();
        seen = 0;
    }

    List<float[]> blocks() {
        return blocks;
    }

    int encodedBytes() {
        return Long.BYTES + FloatBlocks.encodedBytes(blocks);
    }

    void encode(ByteBuffer bytes) {
        bytes.putLong(seen);
        FloatBlocks.encode(blocks, bytes);
    }

    void decode(ByteBuffer bytes, int blockLength) {
        seen = bytes.getLong();
        blocks.clear();
        blocks.addAll(FloatBlocks.decode(bytes, blockLength, capacity));
    }
}
