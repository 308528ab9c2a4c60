package org.lookalike.audit.erase;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * When bytes that nothing names any more are erased. Those that an event of a deleted image names are erased at once.
 *
 * @param grace how old they must be; longer than a refused image can be replayed
 * @param deletedGrace how old they must be if their image was deleted; longer than an upload can take from storing them to
 *     publishing its event
 * @param orphanInterval the pause between two sweeps of the image store for bytes that no event ever named
 * @param maxOrphanShare the share of the objects in the store that such a sweep may erase
 */
public record EraseConfig(Duration grace, Duration deletedGrace, Duration orphanInterval, double maxOrphanShare) {
    private static final Setting<Duration> GRACE = Setting.duration(
            "audit.erase.grace",
            Duration.ofDays(1),
            Duration.ofDays(3650),
            "31d",
            "Age from which bytes in the image store are erased if a later event of the picture has replaced them, or if no"
                    + " event ever named them. Must be longer than the retention of images.quarantined if refused pictures are"
                    + " to be replayed.");
    private static final Setting<Duration> DELETED_GRACE = Setting.duration(
            "audit.erase.deleted-grace",
            Duration.ofMinutes(1),
            Duration.ofDays(3650),
            "1h",
            "Age from which bytes in the image store are erased if no event names them and their picture was deleted: their"
                    + " upload died before its event was published. Two sweeps must have found that. Must be longer than an upload can take from storing a"
                    + " picture to publishing its event.");
    private static final Setting<Duration> ORPHAN_INTERVAL = Setting.duration(
            "audit.erase.orphan-interval",
            Duration.ofSeconds(1),
            Duration.ofDays(365),
            "6h",
            "Pause between two sweeps of the image store for bytes that no event names, because their upload died before"
                    + " its event was published. Each lists the whole store, part by part.");
    private static final Setting<Double> MAX_ORPHAN_SHARE = Setting.decimal(
            "audit.erase.max-orphan-share",
            0,
            1,
            0.02,
            "Share of the listed objects, and at least 100, that a sweep may erase at a time. If no event names more, it"
                    + " erases none of them and says so: then a topic was lost rather than so many uploads.");

    public EraseConfig {
        GRACE.require(grace);
        DELETED_GRACE.require(deletedGrace);
        ORPHAN_INTERVAL.require(orphanInterval);
        MAX_ORPHAN_SHARE.require(maxOrphanShare);
    }

    public static EraseConfig from(Settings settings) {
        return new EraseConfig(
                settings.get(GRACE),
                settings.get(DELETED_GRACE),
                settings.get(ORPHAN_INTERVAL),
                settings.get(MAX_ORPHAN_SHARE));
    }
}
