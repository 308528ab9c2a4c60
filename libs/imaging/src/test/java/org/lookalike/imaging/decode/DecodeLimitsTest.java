package org.lookalike.imaging.decode;

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

final class DecodeLimitsTest {

    @Test
    void hasSaneDefaults() {
        assertThat(DecodeLimits.defaults())
                .isEqualTo(new DecodeLimits(67_108_864, 100_000_000, 30_000, Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,1,PT1S,decode.max-bytes is 0",
        "1,0,1,PT1S,decode.max-pixels is 0",
        "1,1,0,PT1S,decode.max-side is 0",
        "1,1,65536,PT1S,decode.max-side is 65536",
        "1,1,1,PT0S,decode.max-time is 0s",
        "1,1,1,PT-1S,decode.max-time is -1s"
    })
    void refusesNamingTheKey(long bytes, int pixels, int side, Duration time, String name) {
        assertThatThrownBy(() -> new DecodeLimits(bytes, pixels, side, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void readsEverySetting() {
        DecodeLimits limits = read(
                "--decode.max-bytes=1MiB",
                "--decode.max-pixels=5000",
                "--decode.max-side=400",
                "--decode.max-time=250ms",
                "--decode.max-memory=7MiB",
                "--decode.high-bit-depth=range");

        assertThat(limits)
                .isEqualTo(new DecodeLimits(1 << 20, 5000, 400, Duration.ofMillis(250), 7 << 20, HighBitDepth.RANGE));
    }

    @Test
    void rejectsZeroPixelsNamingTheKey() {
        assertThatThrownBy(() -> read("--decode.max-pixels=0"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("decode.max-pixels");
    }

    private static DecodeLimits read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), DecodeLimits::from).config();
    }
}
