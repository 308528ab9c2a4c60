package org.lookalike.refit.sample;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How many vectors are kept. Each task holds as many for each of its windows, so that the merged sample is uniform
 * however unevenly the partitions are filled.
 *
 * @param windowSize how many of a window
 * @param longTermSize how many of all time
 * @param minimum without so many in both together there is no fit
 * @param maxEncoders of how many encoders a task keeps samples
 * @param labelAttribute the attribute of images that holds their label, empty for none
 */
public record SampleConfig(int windowSize, int longTermSize, int minimum, int maxEncoders, String labelAttribute) {
    /** The largest sample of each kind: its list of members still fits into one record. */
    public static final int MAX_SIZE = 40_000;

    private static final Setting<Integer> WINDOW_SIZE = Setting.integer(
            "refit.sample.window-size",
            1,
            MAX_SIZE,
            4_000,
            "How many vectors of a window are kept. 4,000 give a basis within 0.03 % of that of all vectors.");
    private static final Setting<Integer> LONG_TERM_SIZE = Setting.integer(
            "refit.sample.long-term-size",
            1,
            MAX_SIZE,
            4_000,
            "How many vectors of all time are kept beside; they are fitted together with the window's.");
    private static final Setting<Integer> MINIMUM = Setting.integer(
            "refit.sample.minimum", 20, MAX_SIZE, 1_000, "Without so many vectors in both samples there is no fit.");
    private static final Setting<Integer> MAX_ENCODERS = Setting.integer(
            "refit.sample.max-encoders",
            1,
            100,
            8,
            "Of how many encoders samples are kept; vectors of further ones are skipped and counted.");
    private static final Setting<String> LABEL_ATTRIBUTE = Setting.text(
            "refit.sample.label-attribute",
            "",
            "The attribute of pictures that holds their label, for reports of the precision before and after; empty for"
                    + " none.");

    public SampleConfig {
        WINDOW_SIZE.require(windowSize);
        LONG_TERM_SIZE.require(longTermSize);
        MINIMUM.require(minimum);
        MAX_ENCODERS.require(maxEncoders);
    }

    public static SampleConfig from(Settings settings) {
        return new SampleConfig(
                settings.get(WINDOW_SIZE),
                settings.get(LONG_TERM_SIZE),
                settings.get(MINIMUM),
                settings.get(MAX_ENCODERS),
                settings.get(LABEL_ATTRIBUTE));
    }
}
