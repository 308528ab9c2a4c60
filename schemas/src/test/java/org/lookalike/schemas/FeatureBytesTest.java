package org.lookalike.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.events.FeatureEncoding;

class FeatureBytesTest {

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0x0p0",
        "0x8000, -0x0p0",
        "0x0001, 0x1p-24",
        "0x8001, -0x1p-24",
        "0x03ff, 0x3ffp-24",
        "0x0400, 0x1p-14",
        "0x3555, 0x1.554p-2",
        "0x3c00, 0x1p0",
        "0xc000, -0x1p1",
        "0x7bff, 65504",
        "0xfbff, -65504",
        "0x7c00, Infinity",
        "0xfc00, -Infinity",
        "0x7e00, NaN",
        "0x7c01, NaN"
    })
    void knowsEveryKindOfHalf(String bits, String value) {
        float expected = Float.parseFloat(value);
        float actual = FeatureBytes.single((short) Integer.decode(bits).intValue());
        assertThat(Float.floatToIntBits(actual)).isEqualTo(Float.floatToIntBits(expected));
    }

    @Test
    void everyHalfThatIsANumberSurvivesTheWayThereAndBack() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float single = FeatureBytes.single((short) bits);
            if (!Float.isNaN(single)) {
                assertThat(FeatureBytes.half(single)).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x1.002p0, 0x3c00", // Halfway between two halves: down to the even one.
        "0x1.006p0, 0x3c02", // Halfway: up to the even one.
        "0x1.0021p0, 0x3c01",
        "0x1p-25, 0x0000",
        "0x1.8p-25, 0x0001",
        "0x1.ffffp-15, 0x0400",
        "65519.9, 0x7bff",
        "65520, 0x7c00",
        "-1e30, 0xfc00",
        "NaN, 0x7e00"
    })
    void roundsToTheNearestHalf(String single, String bits) {
        assertThat(FeatureBytes.half(Float.parseFloat(single)) & 0xffff).isEqualTo(Integer.decode(bits));
    }

    @Test
    void theLowestByteComesFirst() {
        float[] features = {1f, -2.5f};

        ByteBuffer singles = FeatureBytes.write(features, FeatureEncoding.FLOAT32_LE);
        ByteBuffer halves = FeatureBytes.write(features, FeatureEncoding.FLOAT16_LE);

        assertThat(singles).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0x20, (byte) 0xc0}));
        assertThat(halves).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0x3c, 0, (byte) 0xc1}));
        assertThat(FeatureBytes.read(singles, FeatureEncoding.FLOAT32_LE)).containsExactly(features);
        assertThat(FeatureBytes.read(halves, FeatureEncoding.FLOAT16_LE)).containsExactly(features);
    }

    @Test
    void tellsWhatHalvesCannotHold() {
        assertThat(FeatureBytes.fitHalves(new float[] {0, -65_504})).isTrue();
        assertThat(FeatureBytes.fitHalves(new float[] {0, 65_505})).isFalse();
        assertThat(FeatureBytes.fitHalves(new float[] {Float.NaN})).isFalse();
    }

    @Test
    void anUnknownEncodingCannotBeRead() {
        assertThatThrownBy(() -> FeatureBytes.read(ByteBuffer.allocate(4), FeatureEncoding.UNKNOWN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
