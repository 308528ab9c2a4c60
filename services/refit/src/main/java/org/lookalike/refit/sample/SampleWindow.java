package org.lookalike.refit.sample;

import java.util.Comparator;

/**
 * A stretch of event time.
 *
 * @param start milliseconds since 1970 UTC, inclusive
 * @param end the same, exclusive
 */
public record SampleWindow(long start, long end) implements Comparable<SampleWindow> {
    private static final Comparator<SampleWindow> ORDER =
            Comparator.comparingLong(SampleWindow::end).thenComparingLong(SampleWindow::start);

    /** In the order in which windows end. */
    @Override
    public int compareTo(SampleWindow other) {
        return ORDER.compare(this, other);
    }
}
