package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecodeLimitsTest {
    @Test
    void hasSaneDefaults() {
        assertThat(DecodeLimits.defaults())
                .isEqualTo(new DecodeLimits(67_108_864, 100_000_000, 30_000, Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,1,PT1S,maxBytes",
        "1,0,1,PT1S,maxPixels",
        "1,1,0,PT1S,maxSide",
        "1,1,65536,PT1S,maxSide",
        "1,1,1,PT0S,maxTime",
        "1,1,1,PT-1S,maxTime"
    })
    void rejectsNamingTheLimit(long bytes, long pixels, int side, Duration time, String name) {
        assertThatThrownBy(() -> new DecodeLimits(bytes, pixels, side, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
