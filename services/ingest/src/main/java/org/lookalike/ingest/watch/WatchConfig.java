package org.lookalike.ingest.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.schemas.ImageIds;

/**
 * Which folders are watched, and how.
 *
 * @param folders none switches watching off
 * @param interval the pause between two looks
 * @param settleTime how long a file must keep its size and time before it is taken
 * @param journal the folder that remembers what was published over a restart, or null to publish everything again
 */
public record WatchConfig(
        List<Folder> folders,
        Duration interval,
        Duration settleTime,
        @Nullable Path journal) {
    private static final Setting<List<String>> FOLDERS = Setting.list(
            "ingest.watch.folders",
            "",
            "The folders to watch, each as FOLDER or SOURCE=FOLDER; the source defaults to the"
                    + " folder's name. Empty watches none.");
    private static final Setting<Duration> INTERVAL = Setting.duration(
            "ingest.watch.interval",
            Duration.ofMillis(50),
            Duration.ofHours(24),
            "2s",
            "The pause between two scans of the watched folders.");
    private static final Setting<Duration> SETTLE_TIME = Setting.duration(
            "ingest.watch.settle-time",
            Duration.ZERO,
            Duration.ofHours(1),
            "3s",
            "How long a file's size and modification time must be unchanged before it is published,"
                    + " so that half-written files are not.");
    private static final Setting<String> JOURNAL = Setting.text(
            "ingest.watch.journal",
            "",
            "The folder that records which files were published, so that a restart publishes only new"
                    + " ones; without it a restart publishes everything again, which changes nothing but takes"
                    + " time.");

    public WatchConfig {
        folders = List.copyOf(folders);
        INTERVAL.require(interval);
        SETTLE_TIME.require(settleTime);
    }

    /**
     * A watched folder.
     *
     * @param source the source of its images and the beginning of their ids
     * @param path where it is
     */
    public record Folder(String source, Path path) {}

    public static WatchConfig from(Settings settings) {
        List<Folder> folders = new ArrayList<>();
        for (String text : settings.get(FOLDERS)) {
            Folder folder = folder(text);
            String problem = ImageIds.problemWithSource(folder.source());
            settings.require(problem == null, "%s has '%s': %s".formatted(FOLDERS.key(), text, problem));
            // Two folders of one source could hold two images of one id.
            settings.require(
                    folders.stream().noneMatch(other -> other.source().equals(folder.source())),
                    "%s has the source '%s' twice, must be SOURCE=FOLDER with different sources"
                            .formatted(FOLDERS.key(), folder.source()));
            folders.add(folder);
        }
        String journal = settings.get(JOURNAL);
        return new WatchConfig(
                folders,
                settings.get(INTERVAL),
                settings.get(SETTLE_TIME),
                journal.isEmpty() ? null : Path.of(journal));
    }

    private static Folder folder(String text) {
        int equals = text.indexOf('=');
        Path path = Path.of(text.substring(equals + 1)).toAbsolutePath().normalize();
        String name = Objects.toString(path.getFileName(), "");
        return new Folder(equals < 0 ? name : text.substring(0, equals).strip(), path);
    }
}
