package org.lookalike.refit.sample;

import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How many vectors are kept. Each task holds as many for each of its windows, so that the merged sample is uniform
 * however unevenly the partitions are filled.
 *
 * @param windowSize how many of a window, 1 to 40,000
 * @param longTermSize how many of all time, 1 to 40,000
 * @param minimum without so many in both together there is no fit, 21 to 40,000
 * @param maxEncoders of how many encoders a task keeps samples, 1 to 100
 * @param labelAttribute the attribute of images that holds their label, empty for none
 */
public record SampleConfig(int windowSize, int longTermSize, int minimum, int maxEncoders, String labelAttribute) {
    /** The largest sample of each kind: its list of members still fits into one record. */
    public static final int MOST = 40_000;

    static final int MIN_TO_FIT = 20;
    private static final int ENCODERS_CEILING = 100;

    static final Setting<Integer> WINDOW_SIZE = Setting.integer(
            "refit.sample.window-size",
            1,
            MOST,
            4_000,
            "How many vectors of a window are kept. 4,000 give a basis within 0.03 % of that of all vectors.");
    static final Setting<Integer> LONG_TERM_SIZE = Setting.integer(
            "refit.sample.long-term-size",
            1,
            MOST,
            4_000,
            "How many vectors of all time are kept beside; they are fitted together with the window's.");
    static final Setting<Integer> MINIMUM = Setting.integer(
            "refit.sample.minimum",
            MIN_TO_FIT,
            MOST,
            1_000,
            "Without so many vectors in both samples there is no fit.");
    static final Setting<Integer> MAX_ENCODERS = Setting.integer(
            "refit.sample.max-encoders",
            1,
            ENCODERS_CEILING,
            8,
            "Of how many encoders samples are kept; vectors of further ones are skipped and counted.");
    static final Setting<String> LABEL_ATTRIBUTE = Setting.text(
            "refit.sample.label-attribute",
            "",
            "The attribute of pictures that holds their label, for reports of the precision before and after; empty for"
                    + " none.");

    public SampleConfig {
        if (windowSize < 1 || longTermSize < 1 || minimum < MIN_TO_FIT || maxEncoders < 1) {
            throw new IllegalArgumentException(
                    "sample sizes are %d and %d, minimum %d, encoders %d: must be at least 1, 1, %d and 1"
                            .formatted(windowSize, longTermSize, minimum, maxEncoders, MIN_TO_FIT));
        }
        if (windowSize > MOST || longTermSize > MOST) {
            throw new IllegalArgumentException(
                    "sample sizes are %d and %d, must be at most %d".formatted(windowSize, longTermSize, MOST));
        }
    }

    public static List<Setting<?>> settings() {
        return List.of(WINDOW_SIZE, LONG_TERM_SIZE, MINIMUM, MAX_ENCODERS, LABEL_ATTRIBUTE);
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
