package org.lookalike.imaging.decode;

import org.jspecify.annotations.Nullable;

/** What the colour samples of one image have in common, gathered in a pass over all of them. */
final class SampleStatistics {
    private static final int BYTE_REPEATED = 257;
    private static final int LOW_BYTE = 0xff;
    private static final int BINS = 1 << 16;
    /** One sample in so many may be an outlier at either end: the dead pixels of a sensor, too few to be seen. */
    private static final int SAMPLES_PER_OUTLIER = 10_000;

    private final DeepSamples samples;
    private final int colours;
    private final Deadline deadline;
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private boolean bytesRepeated = true;
    private boolean lowBytesZero = true;
    private long count;

    /** @param colours how many of the first bands are colours; another one is alpha */
    SampleStatistics(DeepSamples samples, int colours, Deadline deadline) {
        this.samples = samples;
        this.colours = colours;
        this.deadline = deadline;
        samples.forEach(0, colours, deadline, this::add);
    }

    private void add(double value) {
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
        bytesRepeated &= value % BYTE_REPEATED == 0;
        lowBytesZero &= value % (LOW_BYTE + 1) == 0;
        count++;
    }

    double smallest() {
        return smallest;
    }

    double largest() {
        return largest;
    }

    /** Whether 16 bits were made of eight, by repeating the byte or by appending a zero. */
    boolean isWidenedByte() {
        return !samples.isFloating() && samples.bits() == Short.SIZE && (bytesRepeated || lowBytesZero);
    }

    /** From the smallest sample to the largest; nothing where all are the same. */
    @Nullable
    SampleLevels range() {
        return largest > smallest ? new SampleLevels(smallest, largest) : null;
    }

    /** The same without outliers; takes another pass. */
    @Nullable
    SampleLevels rangeWithoutOutliers() {
        SampleLevels range = range();
        if (range == null) {
            return null;
        }
        long[] histogram = new long[BINS];
        double perBin = Math.max(range.width() / (BINS - 1), samples.isFloating() ? 0 : 1);
        samples.forEach(0, colours, deadline, value -> histogram[(int) ((value - smallest) / perBin)]++);
        long outliers = count / SAMPLES_PER_OUTLIER;
        int low = 0;
        for (long seen = histogram[low]; seen <= outliers; seen += histogram[low]) {
            low++;
        }
        int high = BINS - 1;
        for (long seen = histogram[high]; seen <= outliers; seen += histogram[high]) {
            high--;
        }
        return high > low ? new SampleLevels(smallest + low * perBin, smallest + high * perBin) : null;
    }
}
