package org.lookalike.admin.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.HighBitDepth;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

class ThumbnailsTest {
    private static final List<MapPoint> POINTS = TestMap.points(60);

    @Test
    void everyPointHasOneWhereThereIsRoom() {
        Thumbnails thumbnails = Thumbnails.of(POINTS, TestMap::image, DecodeLimits.defaults(), 96, 10_000_000);

        assertThat(thumbnails.count()).isEqualTo(60);
        assertThat(thumbnails.side()).isEqualTo(96);
        assertThat(thumbnails.bytes())
                .isEqualTo(IntStream.range(0, 60)
                        .mapToLong(i -> thumbnails.of(i).orElseThrow().length)
                        .sum());
    }

    @Test
    void allBecomeSmallerBeforeAnyIsLeftOut() {
        long whole = Thumbnails.of(POINTS, TestMap::image, DecodeLimits.defaults(), 96, 10_000_000)
                .bytes();

        Thumbnails smaller = Thumbnails.of(POINTS, TestMap::image, DecodeLimits.defaults(), 96, whole * 2 / 3);
        Thumbnails few = Thumbnails.of(POINTS, TestMap::image, DecodeLimits.defaults(), 96, 5_000);

        assertThat(smaller.side()).isBetween(32, 95);
        assertThat(smaller.bytes()).isBetween(whole / 4, whole * 2 / 3);
        assertThat(few.bytes()).isLessThanOrEqualTo(5_000);
        assertThat(few.count()).isBetween(1L, 59L);
    }

    @ParameterizedTest
    @CsvSource({"SIGNIFICANT_BITS, 255", "FULL, 16"})
    void deepSamplesAreReadAsTheSettingSays(HighBitDepth highBitDepth, int white) throws IOException {
        var image = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
        for (int pixel = 0; pixel < 32 * 32; pixel++) {
            image.getRaster().setSample(pixel % 32, pixel / 32, 0, pixel == 0 ? 0 : 4095);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        DecodeLimits limits = new DecodeLimits(1 << 20, 1 << 20, 1 << 10, Duration.ofSeconds(10), 0, highBitDepth);

        Thumbnails thumbnails =
                Thumbnails.of(TestMap.points(1), point -> Optional.of(png.toByteArray()), limits, 32, 1 << 20);

        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(thumbnails.of(0).orElseThrow()));
        assertThat(drawn.getRGB(24, 24) & 0xff).isCloseTo(white, within(2));
    }

    @Test
    void imagesThatCannotBeHadLeaveTheirPointsWithout() {
        Thumbnails thumbnails = Thumbnails.of(
                POINTS,
                point -> switch (POINTS.indexOf(point)) {
                    case 0 -> Optional.empty();
                    case 1 -> throw new PermanentFailure(ErrorCode.BYTES_MISSING, "gone");
                    case 2 -> Optional.of(new byte[] {1, 2, 3});
                    default -> TestMap.image(point);
                },
                DecodeLimits.defaults(),
                48,
                10_000_000);

        assertThat(thumbnails.count()).isEqualTo(57);
        assertThat(IntStream.range(0, 3).mapToObj(thumbnails::of)).allMatch(Optional::isEmpty);
        assertThat(Thumbnails.NONE.of(0)).isEmpty();
        assertThatThrownBy(() -> Thumbnails.of(POINTS, TestMap::image, DecodeLimits.defaults(), 8, 0))
                .hasMessageContaining("side 8");
    }
}
