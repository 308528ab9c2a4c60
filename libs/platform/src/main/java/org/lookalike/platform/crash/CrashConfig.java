package org.lookalike.platform.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How input that ends the process is isolated.
 *
 * @param folder where the journals are; empty for a folder in the system's temporary folder
 * @param forgetAfter how long a journal remembers what it suspects
 * @param maxDefectsInARow so many inputs in a row may fail by a defect before the service ends
 */
public record CrashConfig(String folder, Duration forgetAfter, int maxDefectsInARow) {
    private static final Setting<String> FOLDER = Setting.text(
            "crashes.folder",
            "",
            "The folder for the journals of what was in work when a process died; it must outlive the process, not the"
                    + " machine. Instances on one host may share it. Empty uses lookalike-USER in the system's temporary"
                    + " folder.");
    private static final Setting<Duration> FORGET_AFTER = Setting.duration(
            "crashes.forget-after",
            Duration.ofMinutes(1),
            Duration.ofDays(365),
            "1d",
            "How long a journal remembers suspects, and pictures that are refused because they ended the process.");
    private static final Setting<Integer> MAX_DEFECTS_IN_A_ROW = Setting.integer(
            "crashes.max-defects-in-a-row",
            1,
            1_000_000,
            100,
            "Maximum number of records in a row that are quarantined because a defect occurred. After one more the service"
                    + " ends: then it is not the pictures.");

    public CrashConfig {
        FORGET_AFTER.require(forgetAfter);
        MAX_DEFECTS_IN_A_ROW.require(maxDefectsInARow);
    }

    public static CrashConfig from(Settings settings) {
        return new CrashConfig(settings.get(FOLDER), settings.get(FORGET_AFTER), settings.get(MAX_DEFECTS_IN_A_ROW));
    }

    /**
     * Opens a journal that no other process has open.
     *
     * @param service whose journal it is
     */
    public CrashJournal open(String service, InstantSource clock) {
        Path place = folder.isEmpty()
                ? Path.of(System.getProperty("java.io.tmpdir"), "lookalike-" + System.getProperty("user.name"))
                : Path.of(folder);
        return CrashJournal.open(place, service, forgetAfter, clock);
    }
}
