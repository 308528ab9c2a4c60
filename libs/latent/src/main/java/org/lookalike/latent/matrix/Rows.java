package org.lookalike.latent.matrix;

import java.util.Arrays;
import java.util.List;

/**
 * Vectors of one length, one after the other in one array: value {@code j} of row {@code i} stands at {@code i * width +
 * j}. As arrays go, it holds less than 2^31 numbers, such as 1,048,575 rows of 2,048; samples to fit on are far smaller.
 *
 * <p>The array is shared with whoever handed it in and with whoever asks for it, and must not change afterwards. With
 * that, thread-safe.
 */
public final class Rows {
    private final float[] values;
    private final int width;
    private final int count;

    private Rows(float[] values, int width) {
        this.values = values;
        this.width = width;
        this.count = values.length / width;
    }

    /**
     * Wraps an array, without a copy.
     *
     * @param values row after row
     * @param width numbers in a row, at least 1
     * @throws IllegalArgumentException if the array does not hold whole rows
     */
    public static Rows of(float[] values, int width) {
        if (width < 1) {
            throw new IllegalArgumentException("rows have width %d, must be at least 1".formatted(width));
        }
        if (values.length % width != 0) {
            throw new IllegalArgumentException(
                    "%d numbers are no whole rows of width %d".formatted(values.length, width));
        }
        return new Rows(values, width);
    }

    /**
     * Copies vectors.
     *
     * @throws IllegalArgumentException if there is none, they differ in length, or hold 2^31 numbers or more
     */
    public static Rows copyOf(List<float[]> vectors) {
        if (vectors.isEmpty()) {
            throw new IllegalArgumentException("0 vectors, at least 1 is needed to know the width");
        }
        int width = vectors.get(0).length;
        long numbers = (long) vectors.size() * width;
        if (numbers > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalArgumentException("%d vectors of width %d are %d numbers, must be less than 2^31"
                    .formatted(vectors.size(), width, numbers));
        }
        float[] values = new float[(int) numbers];
        for (int i = 0; i < vectors.size(); i++) {
            float[] vector = vectors.get(i);
            if (vector.length != width) {
                throw new IllegalArgumentException(
                        "vector %d has width %d, the first one %d".formatted(i, vector.length, width));
            }
            System.arraycopy(vector, 0, values, i * width, width);
        }
        return of(values, width);
    }

    /** How many rows there are, 0 or more. */
    public int count() {
        return count;
    }

    /** Numbers in a row, at least 1. */
    public int width() {
        return width;
    }

    /** All numbers, row after row; not a copy. */
    public float[] values() {
        return values;
    }

    /** A copy of one row. */
    public float[] row(int index) {
        int at = Math.multiplyExact(requireRow(index), width);
        return Arrays.copyOfRange(values, at, at + width);
    }

    /** Copies of some rows, in the order asked for. */
    public Rows select(int... indices) {
        float[] selected = new float[Math.multiplyExact(indices.length, width)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, requireRow(indices[i]) * width, selected, i * width, width);
        }
        return new Rows(selected, width);
    }

    /** Copies of all rows scaled to Euclidean length 1, for comparing directions; a row of zeros stays as it is. */
    public Rows normalised() {
        float[] scaled = new float[values.length];
        for (int at = 0; at < values.length; at += width) {
            Vectors.normalise(values, at, scaled, width);
        }
        return new Rows(scaled, width);
    }

    private int requireRow(int index) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("row %d of %d rows".formatted(index, count));
        }
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rows rows && width == rows.width && Arrays.equals(values, rows.values);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "%d rows of width %d".formatted(count, width);
    }
}
