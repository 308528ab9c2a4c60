package org.lookalike.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InspectionLineTest {

    private static final InspectionLine LINE = new InspectionLine(11);
    private static List<SimulatedImage> firstImages = List.of();

    @BeforeAll
    static void takeImages() {
        firstImages = LongStream.range(0, 500).mapToObj(LINE::image).toList();
    }

    @Test
    void anImageDependsOnSeedAndNumberAlone() {
        SimulatedImage again = new InspectionLine(11).image(137);

        assertThat(again).usingRecursiveComparison().isEqualTo(firstImages.get(137));
    }

    @Test
    void threadsThatShareALineGetTheSameImagesInAnyOrder() {
        List<byte[]> parallel = LongStream.range(0, 64)
                .map(i -> 63 - i)
                .parallel()
                .mapToObj(number -> LINE.image(number).jpeg())
                .toList();

        for (int i = 0; i < 64; i++) {
            assertThat(parallel.get(i)).isEqualTo(firstImages.get(63 - i).jpeg());
        }
    }

    @Test
    void anotherSeedGivesOtherImagesAndIds() {
        InspectionLine other = new InspectionLine(12);

        for (int number = 0; number < 20; number++) {
            SimulatedImage image = other.image(number);
            assertThat(image.jpeg()).isNotEqualTo(firstImages.get(number).jpeg());
            assertThat(image.id()).isNotEqualTo(firstImages.get(number).id());
        }
    }

    @Test
    void noTwoImagesAreTheSame() {
        assertThat(firstImages).extracting(SimulatedImage::id).doesNotHaveDuplicates();
        assertThat(firstImages.stream()
                        .map(image -> new String(image.jpeg(), StandardCharsets.ISO_8859_1))
                        .distinct())
                .hasSize(firstImages.size());
    }

    @Test
    void everyPartSurfaceDefectAndCameraAppearsEarly() {
        assertThat(firstImages).extracting(SimulatedImage::part).containsAll(InspectionLine.parts());
        assertThat(firstImages).extracting(SimulatedImage::surface).containsAll(InspectionLine.surfaces());
        assertThat(firstImages).extracting(SimulatedImage::defect).containsAll(InspectionLine.defects());
        assertThat(firstImages).extracting(SimulatedImage::source).containsAll(InspectionLine.sources());
    }

    @Test
    void mostUnitsHaveNoDefect() {
        assertThat(firstImages.stream()
                        .filter(image -> image.defect().equals("none"))
                        .count())
                .isBetween(300L, 400L);
    }

    @Test
    void attributesRepeatWhatIsTrueOfTheImage() {
        assertThat(firstImages).allSatisfy(image -> {
            assertThat(image.attributes())
                    .containsEntry("part", image.part())
                    .containsEntry("surface", image.surface())
                    .containsEntry("defect", image.defect())
                    .hasSize(4);
            assertThat(image.source()).startsWith(image.attributes().get("station") + "/");
        });
    }

    @Test
    void laterNumbersAreCapturedLater() {
        assertThat(LINE.image(1).capturedAt()).isAfter(LINE.image(0).capturedAt());
        assertThat(LINE.image(InspectionLine.MAX_NUMBER).capturedAt())
                .isAfter(firstImages.get(499).capturedAt());
    }

    @Test
    void eachCameraSendsJpegsOfItsOwnSize() throws IOException {
        for (String source : InspectionLine.sources()) {
            Set<String> sizes = firstImages.stream()
                    .filter(image -> image.source().equals(source))
                    .map(image -> decode(image.jpeg()))
                    .map(image -> image.getWidth() + "x" + image.getHeight())
                    .collect(Collectors.toSet());
            assertThat(sizes).hasSize(1).isSubsetOf("320x240", "400x300", "480x360");
        }
    }

    @Test
    void brokenImagesComeInTheShareAskedForAndLeaveTheSoundOnesAlone() {
        InspectionLine broken = new InspectionLine(11, 0.2);
        List<SimulatedImage> images =
                LongStream.range(0, 200).mapToObj(broken::image).toList();

        List<SimulatedImage> faulty = images.stream()
                .filter(image -> image.attributes().containsKey("fault"))
                .toList();
        assertThat(faulty).hasSizeBetween(20, 60);
        assertThat(faulty).extracting(image -> image.attributes().get("fault")).contains("truncated", "empty", "text");
        for (int i = 0; i < images.size(); i++) {
            boolean sound = !images.get(i).attributes().containsKey("fault");
            assertThat(images.get(i).jpeg().length == firstImages.get(i).jpeg().length)
                    .isEqualTo(sound);
        }
    }

    @Test
    void refusesANumberOrShareOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LINE.image(-1))
                .withMessage("picture number is -1, must be from 0 to 1000000000000");
        assertThatIllegalArgumentException().isThrownBy(() -> LINE.image(InspectionLine.MAX_NUMBER + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InspectionLine(1, Double.NaN))
                .withMessage("broken share is NaN, must be from 0 to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new InspectionLine(1, 1.01));
    }

    private static BufferedImage decode(byte[] jpeg) {
        try {
            return ImageIO.read(new ByteArrayInputStream(jpeg));
        } catch (IOException e) {
            throw new AssertionError("no JPEG", e);
        }
    }
}
