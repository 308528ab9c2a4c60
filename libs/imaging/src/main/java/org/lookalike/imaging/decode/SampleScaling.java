package org.lookalike.imaging.decode;

import org.jspecify.annotations.Nullable;

/** Finds the samples of an image of more than eight bits that become black and white. */
final class SampleScaling {
    private static final int BYTE_BITS = 8;
    /** An image that would keep fewer than 256 / 8 grey levels is stretched. */
    private static final int NARROW = 8;

    private SampleScaling() {}

    /**
     * @param samples more than eight bits each
     * @param colours how many of the first bands are colours; they are scaled alike
     * @param stated what the file says about its samples, or null
     */
    static SampleLevels of(
            DeepSamples samples,
            int colours,
            @Nullable SampleLevels stated,
            HighBitDepth highBitDepth,
            Deadline deadline) {
        if (highBitDepth == HighBitDepth.FULL) {
            return samples.full();
        }
        var statistics = new SampleStatistics(samples, colours, deadline);
        SampleLevels range = statistics.range();
        if (highBitDepth == HighBitDepth.RANGE) {
            return range == null ? samples.full() : range;
        }
        if (statistics.isWidenedByte()) {
            return samples.full();
        }
        SampleLevels significant = stated != null && stated.contains(statistics.smallest(), statistics.largest())
                ? stated
                : significant(samples, statistics);
        if (!samples.isFloating() && significant.equals(SampleLevels.ofBits(BYTE_BITS))) {
            return significant;
        }
        SampleLevels used = statistics.rangeWithoutOutliers();
        return used != null && used.width() * NARROW < significant.width() ? used : significant;
    }

    /** The smallest usual range that holds all values. */
    private static SampleLevels significant(DeepSamples samples, SampleStatistics statistics) {
        SampleLevels full = samples.full();
        boolean fractions = samples.isFloating() && full.contains(statistics.smallest(), statistics.largest());
        if (fractions || statistics.range() == null) {
            return full;
        }
        // Sensors have 8, 10, 12, 14 or 16 bits; an even number also keeps a dark image from looking like a bright one.
        for (int bits = BYTE_BITS; bits <= Integer.SIZE; bits += 2) {
            SampleLevels levels = SampleLevels.ofBits(bits);
            if (levels.contains(statistics.smallest(), statistics.largest())) {
                // Signed integers have one bit less.
                boolean beyond = !samples.isFloating() && levels.white() > full.white();
                return beyond ? new SampleLevels(0, full.white()) : levels;
            }
        }
        return new SampleLevels(statistics.smallest(), statistics.largest());
    }
}
