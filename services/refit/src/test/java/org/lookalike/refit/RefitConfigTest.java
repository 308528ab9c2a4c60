package org.lookalike.refit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.fit.FitConfig;

final class RefitConfigTest {
    @Test
    void defaultsToHourlyWindowsThatFollowEachOther() {
        RefitConfig config = read();

        assertThat(config.applicationId()).isEqualTo("refit");
        assertThat(config.topics()).containsExactly("vectors");
        assertThat(config.windows().length()).isEqualTo(Duration.ofHours(1));
        assertThat(config.windows().advance()).isEqualTo(Duration.ofHours(1));
        assertThat(config.samples().windowSize()).isEqualTo(4_000);
        assertThat(config.fit().dimensions().most()).isEqualTo(256);
        assertThat(config.fit().dimensions().share()).isEqualTo(1);
        assertThat(config.fit().clusters()).isEqualTo(FitConfig.AUTOMATIC);
        assertThat(config.fit().whitened()).isFalse();
    }

    @Test
    void dimensionsMayBeAShareOfTheVariance() {
        RefitConfig config = read("--refit.fit.dimensions=0.95", "--refit.fit.clusters=32");

        assertThat(config.fit().dimensions().share()).isEqualTo(0.95);
        assertThat(config.fit().clusters()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({
        "refit.application-id, ''",
        "refit.threads, 0",
        "refit.vectors.topics, ''",
        "refit.window.length, 50ms",
        "refit.sample.window-size, 0",
        "refit.sample.minimum, 19",
        "refit.fit.dimensions, 1",
        "refit.fit.dimensions, 1.5",
        "refit.fit.clusters, many",
        "refit.gate.minimum-gain, -0.1",
        "refit.alerts.limit, 0",
        "refit.alerts.max-sources, 0"
    })
    void refusesWhatIsOutOfRangeNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> read("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    @Test
    void refusesWindowsThatLeaveGapsOrOverlapTooOften() {
        assertThatThrownBy(() -> read("--refit.window.length=1m", "--refit.window.advance=2m"))
                .hasMessageContaining("refit.window.advance is PT2M");
        assertThatThrownBy(() -> read("--refit.window.length=1h", "--refit.window.advance=1m"))
                .hasMessageContaining("refit.window.advance is PT1M");
    }

    @Test
    void declaresExactlyTheSettingsThatItReads() {
        Settings.Loaded<RefitConfig> loaded = Settings.read(List.of(), Map.of(), RefitConfig::from);

        assertThat(RefitConfig.settings())
                .extracting("key")
                .containsExactlyInAnyOrderElementsOf(loaded.effective().keySet());
    }

    private static RefitConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), RefitConfig::from).config();
    }
}
