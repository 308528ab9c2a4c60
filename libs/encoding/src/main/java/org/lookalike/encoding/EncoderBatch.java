package org.lookalike.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.lookalike.imaging.preprocess.Preprocessing;

/**
 * One direct buffer with a slot for each image of a batch, one after another, so that the runtime reads it without
 * copying.
 *
 * <p>Different threads may fill different slots at once. Handing the batch on to {@link Encoder#encode} needs the usual
 * happens-before edge (a future's completion, a latch).
 */
public final class EncoderBatch {
    private final int capacity;
    private final int slotLength;
    private final FloatBuffer pixels;

    /**
     * @param capacity most images in it, at least 1; with the image's size, at most 2 GiB in all
     * @param preprocessing gives the size of a slot: height x width x 3 floats
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public EncoderBatch(int capacity, Preprocessing preprocessing) {
        this.capacity = capacity;
        this.slotLength = preprocessing.elements();
        long bytes = (long) capacity * slotLength * Float.BYTES;
        if (capacity < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a batch of %d pictures of %d x %d needs %d bytes, allowed are 1 to %d"
                    .formatted(capacity, preprocessing.width(), preprocessing.height(), bytes, Integer.MAX_VALUE));
        }
        this.pixels = ByteBuffer.allocateDirect((int) bytes)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Most images that it holds. */
    public int capacity() {
        return capacity;
    }

    /** Floats per image: height x width x 3. */
    public int slotLength() {
        return slotLength;
    }

    /**
     * A view of one image's place, positioned at 0 with {@link #slotLength()} floats remaining.
     *
     * @param index 0 to capacity - 1
     */
    public FloatBuffer slot(int index) {
        return pixels.slice(Math.multiplyExact(index, slotLength), slotLength);
    }

    /**
     * A view of the first slots, for the runtime.
     *
     * @param size 1 to the capacity
     * @throws IllegalArgumentException if the size is out of range
     */
    public FloatBuffer slots(int size) {
        if (size < 1 || size > capacity) {
            throw new IllegalArgumentException("batch size %d, allowed are 1 to %d".formatted(size, capacity));
        }
        return pixels.slice(0, size * slotLength);
    }
}
