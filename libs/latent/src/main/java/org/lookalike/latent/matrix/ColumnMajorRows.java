package org.lookalike.latent.matrix;

import java.util.Arrays;

/**
 * Rows kept column by column, to multiply all of them with one vector after another in plain Java.
 *
 * <p>The innermost loop then adds a multiple of one stretch of memory to another, which the JIT turns into vector
 * instructions, as it does not for a sum that runs along a row. Four columns go together to save loads and stores of the
 * sums. Products are in single precision. Immutable and thread-safe.
 */
public final class ColumnMajorRows {
    /** Rows whose sums and four columns fit the first-level cache together. */
    private static final int BLOCK = 1024;

    private static final int TOGETHER = 4;

    private final int rows;
    private final int width;
    private final float[] columns;

    private ColumnMajorRows(int rows, int width, float[] columns) {
        this.rows = rows;
        this.width = width;
        this.columns = columns;
    }

    /** Copies rows. */
    public static ColumnMajorRows copyOf(Rows rows) {
        return new ColumnMajorRows(rows.count(), rows.width(), transposed(rows.values(), rows.count(), rows.width()));
    }

    /** How many rows there are. */
    public int count() {
        return rows;
    }

    /** Numbers in a row. */
    public int width() {
        return width;
    }

    /** The rows again. A copy. */
    public Rows toRows() {
        return Rows.of(transposed(columns, width, rows), width);
    }

    /**
     * The product of each row with a vector.
     *
     * @throws IllegalArgumentException if the vector is not as wide as the rows
     */
    public float[] multiply(float[] vector) {
        if (vector.length != width) {
            throw new IllegalArgumentException("vector of width %d, must be %d".formatted(vector.length, width));
        }
        float[] products = new float[rows];
        for (int start = 0; start < rows; start += BLOCK) {
            int end = Math.min(rows, start + BLOCK);
            int column = 0;
            for (; column + TOGETHER <= width; column += TOGETHER) {
                add(vector, column, start, end, products);
            }
            for (; column < width; column++) {
                int at = column * rows;
                for (int row = start; row < end; row++) {
                    products[row] += vector[column] * columns[at + row];
                }
            }
        }
        return products;
    }

    private void add(float[] vector, int column, int start, int end, float[] products) {
        float first = vector[column];
        float second = vector[column + 1];
        float third = vector[column + 2];
        float fourth = vector[column + 3];
        int one = column * rows;
        int two = one + rows;
        int three = two + rows;
        int four = three + rows;
        for (int row = start; row < end; row++) {
            products[row] += first * columns[one + row]
                    + second * columns[two + row]
                    + third * columns[three + row]
                    + fourth * columns[four + row];
        }
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnMajorRows others && rows == others.rows && Arrays.equals(columns, others.columns);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(columns);
    }
}
