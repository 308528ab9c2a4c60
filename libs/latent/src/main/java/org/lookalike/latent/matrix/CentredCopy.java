package org.lookalike.latent.matrix;

import org.bytedeco.javacpp.FloatPointer;

/** Copies rows to native memory less the columns' means, which preserves digits in single precision. */
public final class CentredCopy {
    /** Rows in a block: few enough to stay in a core's cache between the subtraction and the copy. */
    private static final int BLOCK = 64;

    private CentredCopy() {}

    /**
     * Copies rows less their mean.
     *
     * @param rows what to copy from
     * @param first the first row to copy
     * @param count how many rows
     * @param mean what to subtract, as wide as the rows
     * @param target room for {@code count} rows from its start
     */
    public static void of(Rows rows, int first, int count, float[] mean, FloatPointer target, Workers workers) {
        int width = rows.width();
        float[][] scratch = new float[workers.threads()][];
        workers.run(Workers.blocks(count, BLOCK), (worker, block) -> {
            if (scratch[worker] == null) {
                scratch[worker] = new float[Math.min(BLOCK, count) * width];
            }
            float[] centred = scratch[worker];
            int begin = block * BLOCK;
            int end = Math.min(count, begin + BLOCK);
            for (int i = begin; i < end; i++) {
                subtract(rows.values(), (first + i) * width, mean, centred, (i - begin) * width);
            }
            // A pointer of its own: its position is the place it writes to.
            new FloatPointer(target).position((long) begin * width).put(centred, 0, (end - begin) * width);
        });
    }

    private static void subtract(float[] values, int at, float[] mean, float[] result, int to) {
        for (int j = 0; j < mean.length; j++) {
            result[to + j] = values[at + j] - mean[j];
        }
    }
}
