package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

final class HeaderValidatorTest {
    private final HeaderValidator door =
            new HeaderValidator(new DecodeLimits(100_000, 1_000, 100, Duration.ofSeconds(10)));

    @ParameterizedTest
    @CsvSource({
        "jpeg,image/jpeg",
        "png,image/png",
        "gif,image/gif",
        "bmp,image/bmp",
        "tiff,image/tiff",
        "webp,image/webp",
        "webp-lossy,image/webp",
        "webp-animated,image/webp",
        "pnm,image/x-portable-anymap"
    })
    void tellsTheFormatFromTheContent(String format, String mediaType) {
        assertThat(door.check(TestImageFiles.quarters(format))).isEqualTo(mediaType);
    }

    @Test
    void refusesNoBytes() {
        assertRefused(new byte[0], ErrorCode.IMAGE_EMPTY, "no bytes");
    }

    @Test
    void refusesZeros() {
        assertRefused(new byte[4096], ErrorCode.IMAGE_BLANK_BYTES, "4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>404</html>", "BMW is a make of cars", "\ufeffwith a mark", "Größe in µm\n", "x"})
    void refusesText(String text) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8), ErrorCode.IMAGE_IS_TEXT, "text");
    }

    @Test
    void refusesTextWhoseSampleEndsInsideACharacter() {
        assertRefused(("x" + "ö".repeat(5000)).getBytes(StandardCharsets.UTF_8), ErrorCode.IMAGE_IS_TEXT, "text");
    }

    @Test
    void refusesUtf16Text() {
        assertRefused("saved by an editor".getBytes(StandardCharsets.UTF_16), ErrorCode.IMAGE_IS_TEXT, "text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PK\u0003\u0004", "\u001f\u008b", "%PDF-1.7", "Rar!\u001a\u0007", "BZh9"})
    void refusesArchives(String beginning) {
        byte[] bytes = Arrays.copyOf(beginning.getBytes(StandardCharsets.ISO_8859_1), 300);
        assertRefused(bytes, ErrorCode.IMAGE_IS_ARCHIVE, "of type");
    }

    @Test
    void refusesTar() {
        byte[] bytes = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, bytes, 257, 5);
        assertRefused(bytes, ErrorCode.IMAGE_IS_ARCHIVE, "tar");
    }

    @ParameterizedTest
    @CsvSource({
        "'\u0000\u0000\u0000\u0018ftypheic',HEIC",
        "'\u0000\u0000\u0000\u0018ftypavif',AVIF",
        "'\u0000\u0000\u0000\u0018ftypisom',video",
        "'\u0000\u0000\u0000\u000cjP  ',JPEG 2000",
        "'\u0000\u0000\u0000\u000cJXL ',JPEG XL",
        "8BPS,Photoshop"
    })
    void namesFormatsThatItDoesNotRead(String beginning, String name) {
        byte[] bytes = (beginning + "\u0000\u0001\u00fe").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(bytes, ErrorCode.IMAGE_UNKNOWN_FORMAT, name);
    }

    @Test
    void namesTheCompressionOfATiffThatItDoesNotRead() {
        byte[] bytes = TestImageFiles.quarters("tiff");
        int compression = indexOf(bytes, new byte[] {1, 3, 0, 3, 0, 0, 0, 1});
        bytes[compression + 8] = (byte) (50_000 >> 8);
        bytes[compression + 9] = (byte) 50_000;
        assertRefused(bytes, ErrorCode.IMAGE_UNKNOWN_FORMAT, "50000 (Zstandard)");
    }

    @ParameterizedTest
    @CsvSource({"jpeg,2", "jpeg,100", "png,5", "png,32", "gif,4", "gif,12", "bmp,40"})
    void refusesACutHeader(String format, int length) {
        byte[] bytes = Arrays.copyOf(TestImageFiles.encode(TestImageFiles.quarters(8, 8, 5), format), length);
        assertRefused(bytes, ErrorCode.IMAGE_TRUNCATED_HEADER, length + " bytes");
    }

    @Test
    void refusesTooManyBytesNamingTheLimit() {
        assertRefused(new byte[100_001], ErrorCode.IMAGE_TOO_MANY_BYTES, "limit 100000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "tiff"})
    void refusesTooManyPixelsNamingTheLimit(String format) {
        byte[] bytes = TestImageFiles.encode(TestImageFiles.quarters(40, 40, 5), format);
        assertRefused(bytes, ErrorCode.IMAGE_TOO_MANY_PIXELS, "40 x 40 pixels, limit 1000 in all");
    }

    @Test
    void refusesALongSideNamingTheLimit() {
        assertRefused(TestImageFiles.png(101, 1), ErrorCode.IMAGE_TOO_MANY_PIXELS, "101 x 1 pixels, limit 100 a side");
    }

    @Test
    void refusesAPngHeaderWithAWrongChecksum() {
        byte[] bytes = TestImageFiles.png(8, 8);
        bytes[19]++;
        assertRefused(bytes, ErrorCode.IMAGE_CORRUPT, "checksum");
    }

    @Test
    void refusesAJpegWithoutHeight() {
        byte[] bytes = TestImageFiles.jpeg(8, 8);
        int frame = indexOf(bytes, (byte) 0xc0);
        bytes[frame + 4] = 0;
        bytes[frame + 5] = 0;
        assertRefused(bytes, ErrorCode.IMAGE_CORRUPT, "8 x 0");
    }

    @Test
    void refusesAJpegInsideABmp() {
        byte[] bytes = TestImageFiles.encode(TestImageFiles.quarters(8, 8, 5), "bmp");
        ByteBuffer.wrap(bytes).put(30, (byte) 4);
        assertRefused(bytes, ErrorCode.IMAGE_UNKNOWN_FORMAT, "compression 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P1\n3 3\n0 1 0",
                "P5 2 2 255\n....",
                "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE\nENDHDR\n."
            })
    void takesAPortableAnymapForAPicture(String content) {
        assertThat(door.check(content.getBytes(StandardCharsets.US_ASCII))).isEqualTo("image/x-portable-anymap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1 is the first runner", "P5-type parts\n", "P6\nsee below"})
    void doesNotTakeATextThatBeginsLikeAnAnymapForAPicture(String text) {
        assertRefused(text.getBytes(StandardCharsets.US_ASCII), ErrorCode.IMAGE_IS_TEXT, "text");
    }

    @Test
    void takesABmpWhoseReservedFieldsAreUsed() {
        byte[] bytes = TestImageFiles.quarters("bmp");
        bytes[6] = 1;
        assertThat(door.check(bytes)).isEqualTo("image/bmp");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("no such bytes");
    }

    static int indexOf(byte[] jpeg, byte marker) {
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == marker) {
                return i + 1;
            }
        }
        throw new AssertionError("no such marker");
    }

    private void assertRefused(byte[] bytes, ErrorCode code, String part) {
        assertThatThrownBy(() -> door.check(bytes))
                .hasMessageContaining(part)
                .asInstanceOf(type(PermanentFailure.class))
                .extracting(PermanentFailure::code)
                .isEqualTo(code);
    }
}
