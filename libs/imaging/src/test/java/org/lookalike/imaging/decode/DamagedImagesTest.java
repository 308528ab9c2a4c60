package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

final class DamagedImagesTest {
    private static final EnumSet<ErrorCode> CUT = EnumSet.of(
            ErrorCode.IMAGE_EMPTY,
            ErrorCode.IMAGE_IS_TEXT,
            ErrorCode.IMAGE_UNKNOWN_FORMAT,
            ErrorCode.IMAGE_TRUNCATED_HEADER,
            ErrorCode.IMAGE_TRUNCATED);

    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 1 << 20, 4096, Duration.ofSeconds(10));
    private final ImageDecoder decoder = new ImageDecoder(LIMITS);
    private final ImageDecoder withoutNative = new ImageDecoder(LIMITS, Optional.empty(), System::nanoTime);

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "tiff", "webp", "webp-lossy", "webp-animated", "pnm"})
    void refusesEveryCutAsTruncatedUnlessItLeavesAllPixels(String format) {
        byte[] whole = TestImageFiles.quarters(format);
        byte[] pixels = withoutNative(format).decode(whole, 8).rgb();
        int accepted = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Throwable thrown = catchThrowable(
                    () -> assertThat(decoder.decode(cut, 8).rgb()).isEqualTo(pixels));
            if (thrown == null) {
                accepted++;
                continue;
            }
            assertThat(thrown).as("%s cut to %d bytes", format, length).isInstanceOf(PermanentFailure.class);
            assertThat(((PermanentFailure) thrown).code())
                    .as("%s cut to %d bytes", format, length)
                    .isIn(CUT);
        }
        assertThat(accepted).isLessThan(whole.length / 2);
    }

    private ImageDecoder withoutNative(String format) {
        return format.startsWith("webp") ? decoder : withoutNative;
    }

    @Test
    void readsAJpegWhoseMakerPutDataInThePlaceOfTheEndMarker() {
        byte[] jpeg = TestImageFiles.jpeg(64, 64);
        byte[] data = {'S', 'E', 'F', 'H', (byte) 0xff, (byte) 0x9a, 1, 2, (byte) 0xff, (byte) 0xe5, 0, 7};
        byte[] trailed = TestImageFiles.insert(Arrays.copyOf(jpeg, jpeg.length - 2), jpeg.length - 2, data);

        assertThat(decoder.decode(trailed, 8).rgb())
                .isEqualTo(withoutNative.decode(jpeg, 8).rgb());
    }

    @Test
    void refusesHalfAJpegThatHasAnEndMarker() {
        byte[] jpeg = TestImageFiles.jpeg(640, 640);
        byte[] half = Arrays.copyOf(jpeg, jpeg.length / 2 + 2);
        half[half.length - 2] = (byte) 0xff;
        half[half.length - 1] = (byte) 0xd9;
        assertThat(codeOf(decoder, half)).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
    }

    @Test
    void refusesAProgressiveJpegThatLacksItsLastScans() {
        byte[] jpeg = TestImageFiles.progressiveJpeg(640, 640);
        byte[] half = Arrays.copyOf(jpeg, jpeg.length / 2 + 2);
        half[half.length - 2] = (byte) 0xff;
        half[half.length - 1] = (byte) 0xd9;
        assertThat(codeOf(decoder, half)).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
    }

    @Test
    void readsAJpegThatEndsInTheGreyThatStandsForMissingPixels() {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < 64 * 64; pixel++) {
            image.getRaster().setSample(pixel % 64, pixel / 64, 0, 128);
        }
        assertThat(decoder.decode(TestImageFiles.encode(image, "jpeg"), 8).rgb())
                .containsOnly(128);
    }

    @Test
    void readsAGifWithoutTrailerWithAStrayZeroOrWithACutSecondFrame() {
        byte[] gif = TestImageFiles.quarters("gif");
        byte[] expected = decoder.decode(gif, 8).rgb();
        byte[] noTrailer = Arrays.copyOf(gif, gif.length - 1);
        byte[] strayZero = TestImageFiles.insert(gif, gif.length - 1, new byte[1]);
        byte[] cutFrame = TestImageFiles.insert(noTrailer, noTrailer.length, new byte[] {0x2c, 0, 0, 0, 0, 16});

        assertThat(decoder.decode(noTrailer, 8).rgb()).isEqualTo(expected);
        assertThat(decoder.decode(strayZero, 8).rgb()).isEqualTo(expected);
        assertThat(decoder.decode(cutFrame, 8).rgb()).isEqualTo(expected);
    }

    @Test
    void readsABmpWhoseLastRowLacksItsPadding() {
        byte[] bmp = TestImageFiles.encode(TestImageFiles.quarters(15, 16, BufferedImage.TYPE_INT_RGB), "bmp");
        byte[] short3 = Arrays.copyOf(bmp, bmp.length - 3);
        assertThat(decoder.decode(short3, 8).rgb())
                .isEqualTo(decoder.decode(bmp, 8).rgb());
        assertThat(codeOf(decoder, Arrays.copyOf(bmp, bmp.length - 4))).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pHYs", "tEXt", "zTXt", "iTXt", "iCCP", "cHRM", "gAMA", "sRGB", "bKGD", "hIST", "tIME", "sPLT"})
    void readsAPalettePngWithABrokenChunkOfNoImportance(String chunk) {
        byte[] png = TestImageFiles.encode(TestImageFiles.quarters(16, 16, BufferedImage.TYPE_BYTE_INDEXED), "png");
        assertThat(decoder.decode(TestImageFiles.withChunk(png, chunk, 'x'), 8).rgb())
                .isEqualTo(decoder.decode(png, 8).rgb());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "tiff", "pnm"})
    void survivesAnyDamage(String format) {
        decodeDamaged(withoutNative, format);
    }

    /** In a process of its own: libjpeg complains of each damage on standard error. */
    @Test
    void survivesAnyDamageNatively(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeDecoding.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).content().endsWith("survived" + System.lineSeparator());
    }

    /** Prints a word, or what went wrong. */
    public static final class NativeDecoding {
        private NativeDecoding() {}

        public static void main(String[] arguments) {
            try {
                for (String format : List.of("jpeg", "webp", "webp-lossy", "webp-animated")) {
                    decodeDamaged(new ImageDecoder(LIMITS), format);
                }
                System.out.println("survived");
            } catch (AssertionError e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static void decodeDamaged(ImageDecoder decoder, String format) {
        byte[] whole = TestImageFiles.quarters(format);
        var random = new Random(17);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int hit = random.nextInt(4); hit >= 0; hit--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Throwable thrown = catchThrowable(() -> decoder.decode(damaged, 8));
            assertThat(thrown)
                    .as("round %d", round)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            failure -> assertThat(failure).isInstanceOf(PermanentFailure.class));
        }
    }

    @Test
    void refusesPixelsWithAWrongChecksum() {
        byte[] png = TestImageFiles.png(16, 16);
        png[45]++;
        assertThat(codeOf(decoder, png)).isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }

    @Test
    void refusesAJpegThatStatesItsSizeTwice() {
        byte[] jpeg = TestImageFiles.jpeg(16, 16);
        int frame = HeaderValidatorTest.indexOf(jpeg, (byte) 0xc0) - 1;
        byte[] twice = TestImageFiles.insert(jpeg, frame, Arrays.copyOfRange(jpeg, frame, frame + 19));
        assertThat(codeOf(decoder, twice)).isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "tiff", "pnm"})
    void endsWhenTheTimeIsOver(String format) {
        byte[] bytes = TestImageFiles.quarters(format);
        AtomicLong time = new AtomicLong();
        LongSupplier anHourLaterEachTime =
                () -> time.addAndGet(Duration.ofHours(1).toNanos());
        var decoder = new ImageDecoder(LIMITS, Optional.empty(), anHourLaterEachTime);
        assertThat(codeOf(decoder, bytes)).isEqualTo(ErrorCode.IMAGE_DECODE_TIMEOUT);
    }

    private static ErrorCode codeOf(ImageDecoder decoder, byte[] bytes) {
        Throwable thrown = catchThrowable(() -> decoder.decode(bytes, 8));
        assertThat(thrown).isInstanceOf(PermanentFailure.class);
        return ((PermanentFailure) thrown).code();
    }
}
