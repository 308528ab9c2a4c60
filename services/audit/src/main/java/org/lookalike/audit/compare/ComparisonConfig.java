package org.lookalike.audit.compare;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How often and how much is compared and repaired.
 *
 * @param interval between two steps of the comparison
 * @param sliceRows how many rows of a collection are compared in a step
 * @param rowsPerSecond how many rows are compared in a second where a whole collection is compared at once
 * @param repair whether differences are repaired
 * @param repairsPerSecond at most, of an instance
 * @param objectsPerSecond how many objects of the image store are looked for, of an instance
 */
public record ComparisonConfig(
        Duration interval,
        int sliceRows,
        int rowsPerSecond,
        boolean repair,
        int repairsPerSecond,
        int objectsPerSecond) {
    private static final Setting<Duration> INTERVAL = Setting.duration(
            "audit.interval",
            Duration.ofMillis(50),
            Duration.ofHours(1),
            "5s",
            "Pause between two steps of the comparison. In each step the rows of every READY collection are counted and a"
                    + " slice of them is compared. A difference counts once it is found again after as long.");
    private static final Setting<Integer> SLICE_ROWS = Setting.integer(
            "audit.slice-rows",
            100,
            1_000_000,
            10_000,
            "About how many rows of a collection are compared in one step, and held in memory meanwhile.");
    private static final Setting<Integer> ROWS_PER_SECOND = Setting.integer(
            "audit.rows-per-second",
            100,
            10_000_000,
            50_000,
            "How many rows per second an instance reads of a collection that is compared as a whole: before a space becomes"
                    + " READY, and where rows are missing by their count.");
    private static final Setting<Boolean> REPAIR = Setting.flag(
            "audit.repair",
            true,
            "Repair differences by publishing the records again that lead to what is missing; false only reports them.");
    private static final Setting<Integer> REPAIRS = Setting.integer(
            "audit.repairs-per-second",
            1,
            100_000,
            100,
            "Maximum number of repairs per second of an instance. Each is one record on a topic.");
    private static final Setting<Integer> OBJECTS = Setting.integer(
            "audit.objects-per-second",
            0,
            100_000,
            20,
            "How many pictures per second an instance looks for in the image store; 0 for none. S3 charges for each"
                    + " look.");

    public ComparisonConfig {
        INTERVAL.require(interval);
        SLICE_ROWS.require(sliceRows);
        ROWS_PER_SECOND.require(rowsPerSecond);
        REPAIRS.require(repairsPerSecond);
        OBJECTS.require(objectsPerSecond);
    }

    public static ComparisonConfig from(Settings settings) {
        return new ComparisonConfig(
                settings.get(INTERVAL),
                settings.get(SLICE_ROWS),
                settings.get(ROWS_PER_SECOND),
                settings.get(REPAIR),
                settings.get(REPAIRS),
                settings.get(OBJECTS));
    }
}
