package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
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
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp"})
    void refusesEveryCutAsTruncated(String format) {
        byte[] whole = TestImageFiles.encode(TestImageFiles.quarters(16, 16, BufferedImage.TYPE_INT_RGB), format);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(codeOf(decoder, cut))
                    .as("%s cut to %d bytes", format, length)
                    .isIn(CUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp"})
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
                decodeDamaged(new ImageDecoder(LIMITS), "jpeg");
                System.out.println("survived");
            } catch (AssertionError e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static void decodeDamaged(ImageDecoder decoder, String format) {
        byte[] whole = TestImageFiles.encode(TestImageFiles.quarters(16, 16, BufferedImage.TYPE_INT_RGB), format);
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
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp"})
    void endsWhenTheTimeIsOver(String format) {
        byte[] bytes = TestImageFiles.encode(TestImageFiles.quarters(64, 64, BufferedImage.TYPE_INT_RGB), format);
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
