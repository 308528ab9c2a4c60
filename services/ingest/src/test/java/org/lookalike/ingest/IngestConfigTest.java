package org.lookalike.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.ingest.watch.WatchConfig.Folder;
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
    void declaresExactlyTheSettingsThatItReads() {
        assertThat(IngestConfig.settings())
                .extracting("key")
                .containsExactlyInAnyOrderElementsOf(read().effective().keySet());
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
