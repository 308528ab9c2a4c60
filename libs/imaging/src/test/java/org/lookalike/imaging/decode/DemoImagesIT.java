package org.lookalike.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.testkit.SharedData;

@EnabledIf("org.lookalike.testkit.SharedData#isAvailable")
final class DemoImagesIT {
    private final ImageDecoder decoder = new ImageDecoder(DecodeLimits.defaults());

    @Test
    void decodesAllOrdinaryImages() {
        assertThat(decodeAll("demo/images/")).hasSize(1_246);
    }

    @Test
    void decodesAllOddImages() {
        Map<String, DecodedImage> odd = decodeAll("demo/odd/");
        assertThat(odd).hasSize(15);
        assertThat(odd.get("exif_rotate90.jpg").originalWidth()).isEqualTo(384);
        assertThat(odd.get("really_png.jpg").mediaType()).isEqualTo("image/png");
        assertThat(odd.get("one_pixel.png").rgb()).hasSize(3);
    }

    @Test
    void refusesEachBrokenFileForItsOwnReason() {
        Map<String, ErrorCode> codes = new TreeMap<>();
        forEach("demo/broken/", (name, bytes) -> {
            try {
                decoder.decode(bytes, 224);
            } catch (PermanentFailure e) {
                codes.put(name, e.code());
            }
        });
        assertThat(codes)
                .isEqualTo(Map.of(
                        "bomb_60000x60000.png", ErrorCode.IMAGE_TOO_MANY_PIXELS,
                        "corrupt_idat.png", ErrorCode.IMAGE_CORRUPT,
                        "empty.jpg", ErrorCode.IMAGE_EMPTY,
                        "noext_garbage", ErrorCode.IMAGE_UNKNOWN_FORMAT,
                        "text_named.jpg", ErrorCode.IMAGE_IS_TEXT,
                        "truncated_half.jpg", ErrorCode.IMAGE_TRUNCATED,
                        "truncated_header.jpg", ErrorCode.IMAGE_TRUNCATED_HEADER,
                        "zeros.jpg", ErrorCode.IMAGE_BLANK_BYTES,
                        "zip_named.png", ErrorCode.IMAGE_IS_ARCHIVE));
    }

    private Map<String, DecodedImage> decodeAll(String folder) {
        Map<String, DecodedImage> decoded = new HashMap<>();
        var validator = new HeaderValidator(DecodeLimits.defaults());
        forEach(folder, (name, bytes) -> {
            DecodedImage image = decoder.decode(bytes, 224);
            assertThat(validator.check(bytes)).as(name).isEqualTo(image.mediaType());
            decoded.put(name, image);
        });
        return decoded;
    }

    private static void forEach(String folder, BiConsumer<String, byte[]> action) {
        SharedData.entries("demo.zip", name -> name.startsWith(folder))
                .forEach((name, bytes) -> action.accept(name.substring(folder.length()), bytes));
    }
}
