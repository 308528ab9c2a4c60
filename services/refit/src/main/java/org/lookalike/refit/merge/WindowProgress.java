package org.lookalike.refit.merge;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.lookalike.latent.sample.SampleHash;
import org.lookalike.refit.sample.SampleMessage.End;
import org.lookalike.refit.sample.SampleWindow;

/**
 * How far a window has come whose samples are arriving.
 *
 * @param stream the key of its stream of vectors
 * @param window the window
 * @param partitions those that have sent all
 * @param images about how many images they had in the window
 * @param windowBound the smallest hash that one of the windows' samples turned away, unsigned
 * @param longTermBound the same of the long-term samples
 * @param lastEnd when the last of them came, by the wall clock, milliseconds since 1970 UTC
 */
record WindowProgress(
        String stream,
        SampleWindow window,
        BitSet partitions,
        long images,
        long windowBound,
        long longTermBound,
        long lastEnd) {
    private static final int FIXED_BYTES = 6 * Long.BYTES;

    static WindowProgress none(String stream, SampleWindow window) {
        return new WindowProgress(
                stream, window, new BitSet(), 0, SampleHash.UNBOUNDED, SampleHash.UNBOUNDED, Long.MIN_VALUE);
    }

    /** With one more partition; one that has ended before changes nothing. */
    WindowProgress with(End end, long wallClock) {
        if (partitions.get(end.partition())) {
            return this;
        }
        BitSet more = (BitSet) partitions.clone();
        more.set(end.partition());
        return new WindowProgress(
                stream,
                window,
                more,
                images + end.images(),
                min(windowBound, end.windowBound()),
                min(longTermBound, end.longTermBound()),
                wallClock);
    }

    /** The key in the store. */
    String key() {
        return "%s/%d/%d".formatted(stream, window.start(), window.end());
    }

    byte[] toBytes() {
        byte[] set = partitions.toByteArray();
        return ByteBuffer.allocate(FIXED_BYTES + set.length)
                .putLong(window.start())
                .putLong(window.end())
                .putLong(images)
                .putLong(windowBound)
                .putLong(longTermBound)
                .putLong(lastEnd)
                .put(set)
                .array();
    }

    static WindowProgress of(String key, byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        SampleWindow window = new SampleWindow(bytes.getLong(), bytes.getLong());
        String stream = key.substring(
                0,
                key.length() - "/%d/%d".formatted(window.start(), window.end()).length());
        long images = bytes.getLong();
        long windowBound = bytes.getLong();
        long longTermBound = bytes.getLong();
        long lastEnd = bytes.getLong();
        return new WindowProgress(stream, window, BitSet.valueOf(bytes), images, windowBound, longTermBound, lastEnd);
    }

    private static long min(long one, long other) {
        return Long.compareUnsigned(one, other) <= 0 ? one : other;
    }
}
