package org.lookalike.simulation;

import java.util.SplittableRandom;

/**
 * Smooth periodic noise, made once and looked up by every texture. Unmodifiable once loaded, so any thread may read it.
 */
final class NoiseField {

    private static final int SIDE = 256;
    private static final int MASK = SIDE - 1;
    private static final float[] FIELD = fractal();

    private NoiseField() {}

    /**
     * The noise at a place of the plane, which repeats every 256 units.
     *
     * @return a value from -1 to 1, interpolated between the nearest four grid points
     */
    static float at(float x, float y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = x - left;
        float down = y - top;
        int column = left & MASK;
        int nextColumn = (column + 1) & MASK;
        int row = (top & MASK) * SIDE;
        int nextRow = ((top + 1) & MASK) * SIDE;
        float above = FIELD[row + column] * (1 - right) + FIELD[row + nextColumn] * right;
        float below = FIELD[nextRow + column] * (1 - right) + FIELD[nextRow + nextColumn] * right;
        return above * (1 - down) + below * down;
    }

    /** Four octaves of value noise, each with half the wavelength and about half the strength of the one before. */
    private static float[] fractal() {
        SplittableRandom random = new SplittableRandom(20_260_105L);
        float[] sum = new float[SIDE * SIDE];
        float strength = 0.5f;
        for (int step = 8; step >= 1; step /= 2) {
            addOctave(sum, step, strength, random);
            strength *= 0.6f;
        }
        float max = 0;
        for (float value : sum) {
            max = Math.max(max, Math.abs(value));
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= max;
        }
        return sum;
    }

    private static void addOctave(float[] sum, int step, float strength, SplittableRandom random) {
        int cells = SIDE / step;
        float[] lattice = new float[cells * cells];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = (float) random.nextDouble(-1, 1) * strength;
        }
        for (int y = 0; y < SIDE; y++) {
            int top = y / step;
            float down = (float) (y % step) / step;
            int bottom = (top + 1) % cells;
            for (int x = 0; x < SIDE; x++) {
                int left = x / step;
                float right = (float) (x % step) / step;
                int next = (left + 1) % cells;
                float above = lattice[top * cells + left] * (1 - right) + lattice[top * cells + next] * right;
                float below = lattice[bottom * cells + left] * (1 - right) + lattice[bottom * cells + next] * right;
                sum[y * SIDE + x] += above * (1 - down) + below * down;
            }
        }
    }
}
