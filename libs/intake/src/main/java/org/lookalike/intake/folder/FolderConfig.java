package org.lookalike.intake.folder;

import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How folders and archives are indexed.
 *
 * @param ignore patterns of files that are no images; see {@link IgnorePatterns}
 * @param followLinks whether symbolic links inside a folder are followed; loops are noticed
 * @param threads how many images are checked and stored at once
 * @param maxBytesAhead how many bytes are read ahead, besides one image
 * @param maxEventsInFlight how many events may wait for the broker before reading pauses
 * @param archive how archives are read
 */
public record FolderConfig(
        List<String> ignore,
        boolean followLinks,
        int threads,
        long maxBytesAhead,
        int maxEventsInFlight,
        ArchiveConfig archive) {
    private static final Setting<List<String>> IGNORE = Setting.list(
            "ingest.folder.ignore",
            "*.json,*.csv,*.tsv,*.txt,*.md,*.pdf,**/Thumbs.db,**/desktop.ini",
            "Files in a folder or archive to ignore because they are not pictures; * does not cross"
                    + " folders, **/ does, and names with a leading dot are always ignored.");
    private static final Setting<Boolean> FOLLOW_LINKS = Setting.flag(
            "ingest.folder.follow-links", false, "Follow symbolic links inside an indexed or watched folder.");
    private static final Setting<Integer> THREADS = Setting.integer(
            "ingest.folder.threads", 1, 256, 4, "How many pictures of a folder are checked and stored concurrently.");
    private static final Setting<Long> MAX_BYTES_AHEAD = Setting.bytes(
            "ingest.folder.max-bytes-ahead",
            1,
            1L << 30,
            "32MiB",
            "How many bytes of a folder's pictures are read ahead, in addition to one picture of any" + " size.");
    private static final Setting<Integer> MAX_EVENTS_IN_FLIGHT = Setting.integer(
            "ingest.folder.max-events-in-flight",
            1,
            100_000,
            500,
            "How many of a folder's events may wait for the broker before reading pauses.");

    public FolderConfig {
        ignore = List.copyOf(ignore);
        THREADS.require(threads);
        MAX_BYTES_AHEAD.require(maxBytesAhead);
        MAX_EVENTS_IN_FLIGHT.require(maxEventsInFlight);
    }

    public static FolderConfig from(Settings settings) {
        return new FolderConfig(
                settings.get(IGNORE),
                settings.get(FOLLOW_LINKS),
                settings.get(THREADS),
                settings.get(MAX_BYTES_AHEAD),
                settings.get(MAX_EVENTS_IN_FLIGHT),
                ArchiveConfig.from(settings));
    }
}
