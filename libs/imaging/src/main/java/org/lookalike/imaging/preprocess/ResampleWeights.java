package org.lookalike.imaging.preprocess;

/**
 * The weights of an antialiased bilinear resize along one axis: a triangle as wide as two source pixels, or, when
 * shrinking, as two target pixels. They are fixed-point numbers that add up to about one for each target pixel.
 *
 * <p>Follows Pillow's convention (pixel centres at one half, the triangle cut off and renormalised at the edges), since
 * encoders are trained and references made with it.
 */
final class ResampleWeights {
    /** Leaves room for a sum of 255 times one, and for half a unit of rounding, in a signed int. */
    static final int FRACTION_BITS = 22;

    static final int HALF = 1 << (FRACTION_BITS - 1);

    private final int[] firsts;
    private final int[] counts;
    private final int[] weights;
    private final int stride;

    /**
     * @param sourceLength source pixels along the axis
     * @param scaledLength target pixels along the axis if nothing were cut off
     * @param offset first target pixel that is wanted
     * @param length how many target pixels are wanted
     */
    ResampleWeights(int sourceLength, int scaledLength, int offset, int length) {
        double scale = (double) sourceLength / scaledLength;
        double support = Math.max(scale, 1);
        stride = (int) Math.ceil(support) * 2 + 1;
        firsts = new int[length];
        counts = new int[length];
        weights = new int[length * stride];
        double[] triangle = new double[stride];
        for (int i = 0; i < length; i++) {
            double centre = (offset + i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - support + 0.5));
            int count = Math.min(sourceLength, (int) (centre + support + 0.5)) - first;
            double sum = 0;
            for (int k = 0; k < count; k++) {
                triangle[k] = Math.max(0, 1 - Math.abs((first + k + 0.5 - centre) / support));
                sum += triangle[k];
            }
            for (int k = 0; k < count; k++) {
                weights[i * stride + k] = (int) Math.round(triangle[k] / sum * (1 << FRACTION_BITS));
            }
            firsts[i] = first;
            counts[i] = count;
        }
    }

    /** How many target pixels there are. */
    int length() {
        return firsts.length;
    }

    /** The first source pixel that counts for a target pixel. */
    int first(int target) {
        return firsts[target];
    }

    /** How many source pixels count for a target pixel. */
    int count(int target) {
        return counts[target];
    }

    /** The weight of the {@code k}-th source pixel of a target pixel. */
    int weight(int target, int k) {
        return weights[target * stride + k];
    }
}
