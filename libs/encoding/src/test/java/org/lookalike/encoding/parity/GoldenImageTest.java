package org.lookalike.encoding.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.ImageDecoder;

/**
 * The golden images are what {@link GoldenFiles} makes. With {@code -Dupdate.golden=true} this test writes them anew;
 * after that every reference has to be made again, the default encoder's with {@code make_reference.py}.
 */
final class GoldenImageTest {
    private static final int ALL_BYTES = 80 * 1024;

    @Test
    void imagesAreThoseThatTheProjectPaints() throws IOException {
        Map<String, byte[]> painted = GoldenFiles.make();
        if (Boolean.getBoolean("update.golden")) {
            for (Map.Entry<String, byte[]> file : painted.entrySet()) {
                Files.write(
                        Path.of("src/main/resources/org/lookalike/encoding/parity", file.getKey()), file.getValue());
            }
        }
        ImageDecoder decoder = new ImageDecoder(DecodeLimits.defaults());
        assertThat(painted).hasSize(GoldenImage.all().size());
        // Pixels, not bytes: compressors differ between versions of Java.
        assertThat(GoldenImage.all()).allSatisfy(image -> {
            byte[] expected = painted.get(image.name());
            assertThat(expected).isNotNull();
            assertThat(meanDifference(
                            decoder.decode(image.bytes(), 4_096).rgb(),
                            decoder.decode(expected, 4_096).rgb()))
                    .isLessThan(1);
        });
    }

    @Test
    void imagesAreSmall() {
        assertThat(GoldenImage.all().stream()
                        .mapToInt(image -> image.bytes().length)
                        .sum())
                .isLessThan(ALL_BYTES);
    }

    private static double meanDifference(byte[] one, byte[] other) {
        assertThat(one).hasSameSizeAs(other);
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
        }
        return (double) sum / one.length;
    }
}
