package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class DecodeSettingsTest {

    @Test
    void defaultsAreThoseOfTheLimits() {
        assertThat(read()).isEqualTo(DecodeLimits.defaults());
    }

    @Test
    void readsEverySetting() {
        DecodeLimits limits = read(
                "--decode.max-bytes=1MiB",
                "--decode.max-pixels=5000",
                "--decode.max-side=400",
                "--decode.max-time=250ms");

        assertThat(limits).isEqualTo(new DecodeLimits(1 << 20, 5000, 400, Duration.ofMillis(250)));
    }

    @Test
    void rejectsZeroPixelsNamingTheKey() {
        assertThatThrownBy(() -> read("--decode.max-pixels=0"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("decode.max-pixels");
    }

    private static DecodeLimits read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), DecodeSettings::from).config();
    }
}
