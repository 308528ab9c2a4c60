package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HighBitDepthTest {
    private static final int SIDE = 256;

    @ParameterizedTest
    @ValueSource(ints = {8, 10, 12, 14, 16})
    void findsTheBitsThatTheValuesUse(int bits) {
        assertRamp(HighBitDepth.SIGNIFICANT_BITS, level -> level * ((1 << bits) - 1) / 255);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 257, 256})
    void takesWidenedBytesForWhatTheyWere(int factor) {
        byte[] png = TestImageFiles.png16(2, 1, pixel -> (pixel == 0 ? 10 : 30) * factor);
        assertThat(decode(HighBitDepth.SIGNIFICANT_BITS, png)).containsExactly(10, 10, 10, 30, 30, 30);
    }

    @Test
    void goesByTheBitsThatThePngStates() {
        byte[] png = TestImageFiles.png16(2, 1, pixel -> pixel == 0 ? 3 : 1023);
        byte[] stated = TestImageFiles.withChunk(png, "sBIT", 12);
        assertThat(decode(HighBitDepth.SIGNIFICANT_BITS, png)).containsExactly(1, 1, 1, -1, -1, -1);
        assertThat(decode(HighBitDepth.SIGNIFICANT_BITS, stated)).containsExactly(0, 0, 0, 64, 64, 64);
    }

    @Test
    void takesStatedBitsForTheUpperOnesWhereTheValuesAreLarger() {
        byte[] png =
                TestImageFiles.withChunk(TestImageFiles.png16(2, 1, pixel -> pixel == 0 ? 16 : 65_520), "sBIT", 12);
        assertThat(decode(HighBitDepth.SIGNIFICANT_BITS, png)).containsExactly(0, 0, 0, -1, -1, -1);
    }

    @Test
    void stretchesANarrowBand() {
        assertRamp(HighBitDepth.SIGNIFICANT_BITS, level -> 7800 + 2 * level);
    }

    @Test
    void stretchesANarrowBandInSpiteOfDeadPixels() {
        byte[] png = TestImageFiles.png16(SIDE, SIDE, pixel -> switch (pixel) {
            case 7 -> 0;
            case 9 -> 65_535;
            default -> 7800 + 2 * (pixel / SIDE);
        });
        byte[] pixels = decode(HighBitDepth.SIGNIFICANT_BITS, png);
        assertThat(pixels[3 * SIDE * 200] & 0xff).isBetween(198, 202);
    }

    @Test
    void doesNotStretchADarkImageOfOneLevel() {
        byte[] png = TestImageFiles.png16(2, 1, pixel -> 300);
        assertThat(decode(HighBitDepth.SIGNIFICANT_BITS, png)[0]).isEqualTo((byte) 1);
    }

    @Test
    void rangeStretchesEachImage() {
        byte[] png = TestImageFiles.png16(3, 1, pixel -> 20_000 + 1000 * pixel);
        assertThat(decode(HighBitDepth.RANGE, png)).containsExactly(0, 0, 0, 128, 128, 128, -1, -1, -1);
    }

    @Test
    void fullTakesTheWholeTypeWhateverTheFileStates() {
        byte[] png = TestImageFiles.withChunk(TestImageFiles.png16(2, 1, pixel -> 4095 * pixel), "sBIT", 12);
        assertThat(decode(HighBitDepth.FULL, png)).containsExactly(0, 0, 0, 16, 16, 16);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0,255", "0,65535", "20,15"})
    void scalesFloatingPointByItsValues(float black, float width) {
        WritableRaster raster = floats(SIDE);
        for (int x = 0; x < SIDE; x++) {
            raster.setSample(x, 0, 0, black + width * x / 255);
        }
        byte[] row = new byte[3 * SIDE];
        rows(raster, HighBitDepth.SIGNIFICANT_BITS).read(0, row);
        assertThat(row[3 * 200] & 0xff).isEqualTo(200);
    }

    @Test
    void takesWhatIsNoNumberForBlack() {
        WritableRaster raster = floats(3);
        raster.setSample(0, 0, 0, Float.NaN);
        raster.setSample(1, 0, 0, 1f);
        raster.setSample(2, 0, 0, Float.POSITIVE_INFINITY);
        byte[] row = new byte[9];
        rows(raster, HighBitDepth.SIGNIFICANT_BITS).read(0, row);
        assertThat(row).containsExactly(0, 0, 0, -1, -1, -1, -1, -1, -1);
    }

    @Test
    void readsTiffsOfSixteenBitsAlike() {
        BufferedImage image = TestImageFiles.grey16(SIDE, 1, level -> level * 4095 / 255);
        byte[] pixels = decode(HighBitDepth.SIGNIFICANT_BITS, TestImageFiles.encode(image, "tiff"));
        assertThat(pixels[3 * 200] & 0xff).isEqualTo(200);
    }

    private static void assertRamp(HighBitDepth highBitDepth, IntUnaryOperator sampleOfLevel) {
        byte[] pixels = decode(highBitDepth, TestImageFiles.png16(SIDE, 1, sampleOfLevel));
        for (int level = 0; level < SIDE; level++) {
            assertThat(pixels[3 * level] & 0xff).as("level %d", level).isEqualTo(level);
        }
    }

    private static WritableRaster floats(int width) {
        return Raster.createWritableRaster(
                new ComponentSampleModel(DataBuffer.TYPE_FLOAT, width, 1, 1, width, new int[1]), null);
    }

    private static PixelRows rows(Raster raster, HighBitDepth highBitDepth) {
        var model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false, 1, raster.getTransferType());
        var deadline = new Deadline(Duration.ofSeconds(10), System::nanoTime);
        return new RasterRows(raster, model, null, highBitDepth, deadline);
    }

    private static byte[] decode(HighBitDepth highBitDepth, byte[] image) {
        var limits = new DecodeLimits(1 << 20, 1 << 20, 4096, Duration.ofSeconds(10), 0, highBitDepth);
        return new ImageDecoder(limits).decode(image, 1000).rgb();
    }
}
