package org.lookalike.refit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.latent.novelty.RateLimit;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.adapt.AdaptConfig;
import org.lookalike.refit.alert.AlertConfig;
import org.lookalike.refit.fit.AdaptedFitConfig;
import org.lookalike.refit.fit.Dimensions;
import org.lookalike.refit.fit.FitConfig;
import org.lookalike.refit.fit.NeighbourConfig;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.refit.sample.WindowConfig;

final class RefitConfigTest {
    @Test
    void defaultsToHourlyWindowsThatFollowEachOther() {
        RefitConfig config = read();

        assertThat(config.applicationId()).isEqualTo("refit");
        assertThat(config.topics()).containsExactly("vectors");
        assertThat(config.windows().length()).isEqualTo(Duration.ofHours(1));
        assertThat(config.windows().advance()).isEqualTo(Duration.ofHours(1));
        assertThat(config.samples().windowSize()).isEqualTo(4_000);
        assertThat(config.fit().dimensions().max()).isEqualTo(256);
        assertThat(config.fit().dimensions().share()).isEqualTo(1);
        assertThat(config.fit().clusters()).isEqualTo(FitConfig.AUTOMATIC);
        assertThat(config.fit().whitened()).isFalse();
        assertThat(config.fit().neighbours()).isEqualTo(new NeighbourConfig(10, 1, 0.5, 0.005));
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
        "refit.vectors.topics, features",
        "refit.state-memory, 1MiB",
        "refit.commit-interval, 6s",
        "refit.window.length, 50ms",
        "refit.sample.window-size, 0",
        "refit.sample.minimum, 19",
        "refit.fit.neighbours, -1",
        "refit.fit.neighbour-shrinkage, 0",
        "refit.gate.minimum-overlap, 1.1",
        "refit.gate.label-tolerance, -0.1",
        "refit.fit.dimensions, 1",
        "refit.fit.dimensions, 1.5",
        "refit.fit.clusters, many",
        "refit.gate.minimum-gain, -0.1",
        "refit.alerts.limit, 0",
        "refit.alerts.max-sources, 0",
        "refit.alerts.period, 0s",
        "refit.alerts.births, 0",
        "refit.alerts.max-age, 0s",
        "refit.alerts.drift-rate, 0",
        "refit.window.advance, -1s",
        "refit.window.grace, -1s",
        "refit.window.quiet, 0s",
        "refit.window.merge-timeout, 0s",
        "refit.window.max-age, 0s",
        "refit.window.max-waiting, 0",
        "refit.sample.long-term-size, 40001",
        "refit.sample.max-encoders, 101",
        "refit.fit.clusters-min, 0",
        "refit.fit.clusters-max, 4097",
        "refit.fit.restarts, 101",
        "refit.fit.seed, -1",
        "refit.fit.held-out, 0.6",
        "refit.fit.novelty-rate, 0",
        "refit.fit.max-memory, 1MiB",
        "refit.fit.threads, 1025",
        "refit.adapt, perhaps",
        "refit.adapt.quiet, 0s",
        "refit.adapt.min-classes, 1",
        "refit.adapt.min-labels, 4",
        "refit.adapt.max-labels, 10001",
        "refit.adapt.held-out, 0.05",
        "refit.adapt.fewest-judges, 3",
        "refit.adapt.minimum-gain, 2",
        "refit.adapt.tolerance, -1"
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
    void readsEverySettingOfItsSections() {
        RefitConfig config = read(
                "--refit.application-id=refit-b",
                "--refit.threads=2",
                "--refit.state-folder=state",
                "--refit.state-memory=16MiB",
                "--refit.vectors.topics=vectors,vectors.b",
                "--refit.commit-interval=20ms",
                "--refit.window.length=10m",
                "--refit.window.advance=5m",
                "--refit.window.grace=2s",
                "--refit.window.quiet=3s",
                "--refit.window.merge-timeout=4s",
                "--refit.window.max-age=5s",
                "--refit.window.max-waiting=6",
                "--refit.sample.window-size=7",
                "--refit.sample.long-term-size=8",
                "--refit.sample.minimum=29",
                "--refit.sample.max-encoders=10",
                "--refit.sample.label-attribute=label",
                "--refit.fit.dimensions=11",
                "--refit.fit.whitened=true",
                "--refit.fit.clusters=12",
                "--refit.fit.clusters-min=3",
                "--refit.fit.clusters-max=14",
                "--refit.fit.restarts=15",
                "--refit.fit.seed=16",
                "--refit.fit.held-out=0.17",
                "--refit.fit.novelty-rate=0.18",
                "--refit.fit.neighbours=36",
                "--refit.fit.neighbour-shrinkage=0.37",
                "--refit.gate.minimum-overlap=0.38",
                "--refit.gate.label-tolerance=0.39",
                "--refit.gate.minimum-gain=0.19",
                "--refit.fit.max-memory=200MiB",
                "--refit.fit.threads=21",
                "--refit.alerts.limit=22",
                "--refit.alerts.period=23s",
                "--refit.alerts.births=24",
                "--refit.alerts.max-age=25s",
                "--refit.alerts.drift-rate=0.26",
                "--refit.alerts.max-sources=27",
                "--refit.adapt=false",
                "--refit.adapt.quiet=28s",
                "--refit.adapt.min-classes=29",
                "--refit.adapt.min-labels=30",
                "--refit.adapt.max-labels=31",
                "--refit.adapt.held-out=0.32",
                "--refit.adapt.fewest-judges=33",
                "--refit.adapt.minimum-gain=0.34",
                "--refit.adapt.tolerance=0.35");

        assertThat(config)
                .isEqualTo(new RefitConfig(
                        "refit-b",
                        2,
                        "state",
                        16 << 20,
                        List.of("vectors", "vectors.b"),
                        Duration.ofMillis(20),
                        new WindowConfig(
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                6),
                        new SampleConfig(7, 8, 29, 10, "label"),
                        new FitConfig(
                                new Dimensions(11, 1),
                                true,
                                12,
                                3,
                                14,
                                15,
                                16,
                                0.17,
                                0.18,
                                new NeighbourConfig(36, 0.37, 0.38, 0.39),
                                0.19,
                                200 << 20,
                                21),
                        new AlertConfig(
                                new RateLimit(22, Duration.ofSeconds(23)), 24, Duration.ofSeconds(25), 0.26, 27),
                        new AdaptConfig(
                                false,
                                Duration.ofSeconds(28),
                                new AdaptedFitConfig(29, 30, 31, 0.32, 33, 0.34, 0.35))));
    }

    @Test
    void refusesBoundsInTheWrongOrder() {
        assertThatThrownBy(() -> read("--refit.fit.clusters-min=5", "--refit.fit.clusters-max=4"))
                .hasMessageContaining(
                        "refit.fit.clusters-min is 5, must be at most refit.fit.clusters-max, which is 4");
        assertThatThrownBy(() -> read("--refit.adapt.min-labels=6", "--refit.adapt.max-labels=5"))
                .hasMessageContaining(
                        "refit.adapt.max-labels is 5, must be at least refit.adapt.min-labels, which is 6");
    }

    @Test
    void isValidOnceConstructed() {
        assertThatThrownBy(() -> new SampleConfig(0, 1, 20, 1, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refit.sample.window-size is 0");
    }

    private static RefitConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), RefitConfig::from).config();
    }
}
