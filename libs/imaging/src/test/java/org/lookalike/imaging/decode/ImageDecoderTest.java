package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageDecoderTest {
    private static final int ANY_SIZE = 1_000;

    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.defaults());
    private final ImageDecoder withoutNative =
            new ImageDecoder(DecodeLimits.defaults(), Optional.empty(), System::nanoTime);

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "tiff"})
    void decodesEveryPixelOfLosslessFormats(String format) {
        byte[] bytes = TestImageFiles.encode(TestImageFiles.quarters(10, 6, BufferedImage.TYPE_INT_RGB), format);
        DecodedImage image = decoder.decode(bytes, ANY_SIZE);
        assertQuarters(image, 10, 6, 0xff0000, 0x00ff00, 0xffffff, 0x0000ff, 0);
        assertThat(image.mediaType()).isEqualTo("image/" + format);
    }

    @ParameterizedTest
    @CsvSource({"webp,0", "webp-animated,0", "webp-lossy,60", "pnm,0"})
    void decodesFormatsThatJavaDoesNotWrite(String format, int tolerance) {
        DecodedImage image = decoder.decode(TestImageFiles.quarters(format), ANY_SIZE);
        assertQuarters(image, 16, 16, RED, GREEN, WHITE, BLUE, tolerance);
    }

    @Test
    void decodesJpegNatively() {
        assertQuarters(decoder.decode(TestImageFiles.jpeg(64, 32), ANY_SIZE), 64, 32, RED, GREEN, WHITE, BLUE, 6);
    }

    @Test
    void decodesJpegWithoutTheNativeLibraryToTheSamePixels() {
        byte[] bytes = TestImageFiles.jpeg(64, 32);
        byte[] expected = decoder.decode(bytes, ANY_SIZE).rgb();
        byte[] actual = withoutNative.decode(bytes, ANY_SIZE).rgb();
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(largestDifference(actual, expected)).isLessThanOrEqualTo(2);
    }

    @Test
    void decodesProgressiveJpeg() {
        byte[] bytes = TestImageFiles.progressiveJpeg(64, 32);
        assertQuarters(decoder.decode(bytes, ANY_SIZE), 64, 32, RED, GREEN, WHITE, BLUE, 6);
        assertQuarters(withoutNative.decode(bytes, ANY_SIZE), 64, 32, RED, GREEN, WHITE, BLUE, 6);
    }

    @ParameterizedTest
    @CsvSource({"1,R,G,W,B", "2,G,R,B,W", "3,B,W,G,R", "4,W,B,R,G", "5,R,W,G,B", "6,W,R,B,G", "7,B,G,W,R", "8,G,B,R,W"})
    void turnsUprightAfterExif(int orientation, char topLeft, char topRight, char bottomLeft, char bottomRight) {
        byte[] bytes = TestImageFiles.oriented(TestImageFiles.jpeg(64, 32), orientation);
        DecodedImage image = decoder.decode(bytes, ANY_SIZE);
        boolean swapped = orientation >= 5;
        assertQuarters(
                image,
                swapped ? 32 : 64,
                swapped ? 64 : 32,
                colour(topLeft),
                colour(topRight),
                colour(bottomLeft),
                colour(bottomRight),
                6);
        assertThat(image.originalWidth()).isEqualTo(image.width());
    }

    @Test
    void turnsPngUprightAfterItsExifChunk() {
        DecodedImage image = decoder.decode(TestImageFiles.orientedPng(TestImageFiles.png(10, 6), 6), ANY_SIZE);
        assertQuarters(image, 6, 10, WHITE, RED, BLUE, GREEN, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0,255,255,255,255,ffffff",
        "0,0,255,255,255,00ffff",
        "0,255,0,255,128,800080",
        "0,255,255,255,0,000000",
        "2,0,128,128,255,ffffff",
        "2,155,128,128,255,646464",
        "2,76,85,255,255,00ffff"
    })
    void readsInkAsAdobeStoresIt(int transform, int first, int second, int third, int black, String expected) {
        DecodedImage image =
                decoder.decode(TestImageFiles.fourComponentJpeg(transform, first, second, third, black), ANY_SIZE);
        assertNear(TestImageFiles.pixel(image, 8, 8), Integer.parseInt(expected, 16), 3);
    }

    @Test
    void goesByTheFirstExifSegmentThatStatesAnOrientation() {
        byte[] oriented = TestImageFiles.oriented(TestImageFiles.jpeg(64, 32), 6);
        // The one that is inserted last comes first in the file.
        byte[] again = TestImageFiles.oriented(TestImageFiles.oriented(TestImageFiles.jpeg(64, 32), 0), 6);
        assertThat(decoder.decode(oriented, ANY_SIZE).width()).isEqualTo(32);
        assertThat(decoder.decode(again, ANY_SIZE).width()).isEqualTo(32);
    }

    @Test
    void showsABmpWhoseAlphaIsZeroEverywhereAsWindowsDoes() {
        DecodedImage image = decoder.decode(TestImageFiles.bmpWithAlpha(2, 1, pixel -> 0x123456), ANY_SIZE);
        assertThat(TestImageFiles.pixel(image, 0, 0)).isEqualTo(0x123456);
    }

    @Test
    void laysABmpOverWhiteWhereItsAlphaSaysSo() {
        byte[] bmp = TestImageFiles.bmpWithAlpha(2, 1, pixel -> pixel == 0 ? 0x123456 : 0xff123456);
        DecodedImage image = decoder.decode(bmp, ANY_SIZE);
        assertThat(TestImageFiles.pixel(image, 0, 0)).isEqualTo(0xffffff);
        assertThat(TestImageFiles.pixel(image, 1, 0)).isEqualTo(0x123456);
    }

    @Test
    void ignoresAnOrientationThatDoesNotExist() {
        DecodedImage image = decoder.decode(TestImageFiles.oriented(TestImageFiles.jpeg(64, 32), 9), ANY_SIZE);
        assertThat(image.width()).isEqualTo(64);
    }

    @Test
    void laysAlphaOverWhite() {
        var source = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        source.setRGB(0, 0, 0x80000000);
        source.setRGB(1, 0, 0x00123456);
        DecodedImage image = decoder.decode(TestImageFiles.encode(source, "png"), ANY_SIZE);
        assertThat(TestImageFiles.pixel(image, 0, 0)).isEqualTo(0x7f7f7f);
        assertThat(TestImageFiles.pixel(image, 1, 0)).isEqualTo(0xffffff);
    }

    @Test
    void scalesSixteenBitsToEight() {
        var source = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        source.getRaster().setSample(0, 0, 0, 65_535);
        source.getRaster().setSample(1, 0, 0, 257 * 100);
        DecodedImage image = decoder.decode(TestImageFiles.encode(source, "png"), ANY_SIZE);
        assertThat(image.rgb()).containsExactly(-1, -1, -1, 100, 100, 100, 0, 0, 0);
    }

    @Test
    void keepsGreyLevels() {
        var source = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        source.getRaster().setSample(0, 0, 0, 60);
        assertThat(decoder.decode(TestImageFiles.encode(source, "png"), ANY_SIZE)
                        .rgb())
                .containsExactly(60, 60, 60);
    }

    @Test
    void readsPalettesWithTransparency() {
        byte[] levels = {10, 20};
        var palette = new IndexColorModel(1, 2, levels, levels, levels, 1);
        var source = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        source.getRaster().setSample(1, 0, 0, 1);
        for (String format : new String[] {"png", "gif"}) {
            assertThat(decoder.decode(TestImageFiles.encode(source, format), ANY_SIZE)
                            .rgb())
                    .as(format)
                    .containsExactly(10, 10, 10, -1, -1, -1);
        }
        assertThat(source.getRaster().getTransferType()).isEqualTo(DataBuffer.TYPE_BYTE);
    }

    @ParameterizedTest
    @CsvSource({"400,900,224,1", "896,1900,224,2", "1900,895,224,1", "1792,2000,224,4", "9000,9000,224,8", "1,1,1,1"})
    void shrinksAsFarAsBothSidesKeepTwiceTheTarget(int width, int height, int target, int factor) {
        assertThat(Shrinking.factor(width, height, target)).isEqualTo(factor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void shrinksLargeImagesWhileDecoding(String format) {
        byte[] bytes = TestImageFiles.encode(TestImageFiles.quarters(403, 403, BufferedImage.TYPE_INT_RGB), format);
        DecodedImage image = decoder.decode(bytes, 50);
        assertQuarters(image, 101, 101, RED, GREEN, WHITE, BLUE, 6);
        assertThat(image.originalWidth()).isEqualTo(403);
        assertThat(image.originalHeight()).isEqualTo(403);
    }

    @Test
    void placesTheFirstFrameOfAGifOnItsCanvas() {
        byte[] gif = TestImageFiles.encode(TestImageFiles.quarters(4, 4, BufferedImage.TYPE_INT_RGB), "gif");
        gif[6] = 8;
        gif[8] = 6;
        int descriptor = lastImageDescriptor(gif);
        gif[descriptor + 1] = 3;
        gif[descriptor + 3] = 1;
        DecodedImage image = decoder.decode(gif, ANY_SIZE);
        assertThat(image.width()).isEqualTo(8);
        assertThat(image.height()).isEqualTo(6);
        assertThat(TestImageFiles.pixel(image, 0, 0)).isEqualTo(0xffffff);
        assertThat(TestImageFiles.pixel(image, 3, 1)).isEqualTo(0xff0000);
        assertThat(TestImageFiles.pixel(image, 6, 4)).isEqualTo(0x0000ff);
        assertThat(TestImageFiles.pixel(image, 7, 5)).isEqualTo(0xffffff);
    }

    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;
    private static final int WHITE = 0xffffff;
    private static final int BLUE = 0x0000ff;

    private static int colour(char name) {
        return switch (name) {
            case 'R' -> RED;
            case 'G' -> GREEN;
            case 'W' -> WHITE;
            default -> BLUE;
        };
    }

    private static int lastImageDescriptor(byte[] gif) {
        for (int i = 13; i < gif.length - 9; i++) {
            if (gif[i] == 0x2c && gif[i + 5] == 4 && gif[i + 7] == 4) {
                return i;
            }
        }
        throw new AssertionError("no image descriptor");
    }

    private static void assertQuarters(
            DecodedImage image,
            int width,
            int height,
            int topLeft,
            int topRight,
            int bottomLeft,
            int bottomRight,
            int tolerance) {
        assertThat(image.width()).isEqualTo(width);
        assertThat(image.height()).isEqualTo(height);
        assertNear(TestImageFiles.pixel(image, 0, 0), topLeft, tolerance);
        assertNear(TestImageFiles.pixel(image, width - 1, 0), topRight, tolerance);
        assertNear(TestImageFiles.pixel(image, 0, height - 1), bottomLeft, tolerance);
        assertNear(TestImageFiles.pixel(image, width - 1, height - 1), bottomRight, tolerance);
    }

    private static void assertNear(int actual, int expected, int tolerance) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat((actual >> shift) & 0xff)
                    .as("%06x against %06x", actual, expected)
                    .isCloseTo((expected >> shift) & 0xff, within(tolerance));
        }
    }

    private static int largestDifference(byte[] actual, byte[] expected) {
        int max = 0;
        for (int i = 0; i < actual.length; i++) {
            max = Math.max(max, Math.abs((actual[i] & 0xff) - (expected[i] & 0xff)));
        }
        return max;
    }
}
