package org.lookalike.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.ingest.http.HttpConfig;
import org.lookalike.ingest.inbox.InboxConfig;
import org.lookalike.ingest.watch.WatchConfig;
import org.lookalike.ingest.watch.WatchConfig.Folder;
import org.lookalike.intake.folder.ArchiveConfig;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class IngestConfigTest {

    @Test
    void defaultsListenOnThisMachineAloneAndWatchNothing() {
        IngestConfig config = read().config();

        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.watch().folders()).isEmpty();
        assertThat(config.intake().inlineMaxBytes()).isZero();
        assertThat(config.intake().limits()).isEqualTo(DecodeLimits.defaults());
    }

    @Test
    void readsEverySettingOfItsSections() {
        IngestConfig config = read(
                        "--ingest.http.host=0.0.0.0",
                        "--ingest.http.port=80",
                        "--ingest.http.source=app",
                        "--ingest.http.max-uploads=2",
                        "--ingest.http.max-uploads-per-client=1",
                        "--ingest.http.client-header=X-Real-IP",
                        "--ingest.http.min-rate=512",
                        "--ingest.http.idle-timeout=3s",
                        "--ingest.http.header-timeout=2s",
                        "--ingest.http.max-batch-pictures=3",
                        "--ingest.http.max-batch-bytes=4MiB",
                        "--ingest.http.publish-timeout=5s",
                        "--ingest.inbox.source=line",
                        "--ingest.inbox.max-records=6",
                        "--ingest.folder.ignore=*.xml",
                        "--ingest.folder.follow-links=true",
                        "--ingest.folder.threads=7",
                        "--ingest.folder.max-bytes-ahead=8MiB",
                        "--ingest.folder.max-events-in-flight=9",
                        "--ingest.watch.folders=in=/data/in",
                        "--ingest.watch.interval=10s",
                        "--ingest.watch.settle-time=11s",
                        "--ingest.watch.journal=/data/journal",
                        "--ingest.inline-max-bytes=12KiB",
                        "--ingest.archive.charset=IBM850",
                        "--ingest.archive.max-entries=13",
                        "--ingest.archive.max-bytes=14MiB",
                        "--ingest.archive.max-ratio=15")
                .config();

        assertThat(config.http())
                .isEqualTo(new HttpConfig(
                        "0.0.0.0",
                        80,
                        "app",
                        2,
                        1,
                        "X-Real-IP",
                        512,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        3,
                        4 << 20,
                        Duration.ofSeconds(5)));
        assertThat(config.inbox()).isEqualTo(new InboxConfig("line", 6));
        assertThat(config.intake().folder())
                .isEqualTo(new FolderConfig(
                        List.of("*.xml"), true, 7, 8 << 20, 9, new ArchiveConfig("IBM850", 13, 14 << 20, 15)));
        assertThat(config.watch())
                .isEqualTo(new WatchConfig(
                        List.of(new Folder("in", Path.of("/data/in"))),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(11),
                        Path.of("/data/journal")));
        assertThat(config.intake().inlineMaxBytes()).isEqualTo(12 << 10);
    }

    @ParameterizedTest
    @CsvSource({
        "ingest.http.host, ''",
        "ingest.http.port, -1",
        "ingest.http.source, ''",
        "ingest.http.max-uploads, 0",
        "ingest.http.header-timeout, 1ms",
        "ingest.http.max-batch-pictures, 10001",
        "ingest.http.max-batch-bytes, 0",
        "ingest.http.publish-timeout, 1ms",
        "ingest.inbox.source, ''",
        "ingest.inbox.max-records, 0",
        "ingest.folder.follow-links, perhaps",
        "ingest.folder.threads, 257",
        "ingest.folder.max-bytes-ahead, 0",
        "ingest.folder.max-events-in-flight, 0",
        "ingest.watch.interval, 0s",
        "ingest.watch.settle-time, -1s",
        "ingest.inline-max-bytes, 2MiB",
        "ingest.archive.charset, klingon",
        "ingest.archive.max-entries, 0",
        "ingest.archive.max-bytes, 0",
        "ingest.archive.max-ratio, 0"
    })
    void refusesWhatIsOutOfRangeNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> read("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    @Test
    void isValidOnceConstructed() {
        assertThatThrownBy(() -> new InboxConfig("inbox", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ingest.inbox.max-records is 0");
    }

    @Test
    void readsWatchedFoldersWithAndWithoutSource() {
        IngestConfig config =
                read("--ingest.watch.folders=/data/one, line 2=/data/two").config();

        assertThat(config.watch().folders())
                .containsExactly(new Folder("one", Path.of("/data/one")), new Folder("line 2", Path.of("/data/two")));
    }

    @Test
    void rejectsTwoWatchedFoldersOfOneSource() {
        assertThatThrownBy(() -> read("--ingest.watch.folders=/data/a/in,/data/b/in"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("ingest.watch.folders")
                .hasMessageContaining("'in' twice");
    }

    private static Settings.Loaded<IngestConfig> read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), IngestConfig::from);
    }
}
