package org.lookalike.standalone.simulation;

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
    private static List<SimulatedPicture> firstPictures = List.of();

    @BeforeAll
    static void takePictures() {
        firstPictures = LongStream.range(0, 500).mapToObj(LINE::picture).toList();
    }

    @Test
    void aPictureDependsOnSeedAndNumberAlone() {
        SimulatedPicture again = new InspectionLine(11).picture(137);

        assertThat(again).usingRecursiveComparison().isEqualTo(firstPictures.get(137));
    }

    @Test
    void threadsThatShareALineGetTheSamePicturesInAnyOrder() {
        List<byte[]> parallel = LongStream.range(0, 64)
                .map(i -> 63 - i)
                .parallel()
                .mapToObj(number -> LINE.picture(number).jpeg())
                .toList();

        for (int i = 0; i < 64; i++) {
            assertThat(parallel.get(i)).isEqualTo(firstPictures.get(63 - i).jpeg());
        }
    }

    @Test
    void anotherSeedGivesOtherPicturesAndIds() {
        InspectionLine other = new InspectionLine(12);

        for (int number = 0; number < 20; number++) {
            SimulatedPicture picture = other.picture(number);
            assertThat(picture.jpeg()).isNotEqualTo(firstPictures.get(number).jpeg());
            assertThat(picture.id()).isNotEqualTo(firstPictures.get(number).id());
        }
    }

    @Test
    void noTwoPicturesAreTheSame() {
        assertThat(firstPictures).extracting(SimulatedPicture::id).doesNotHaveDuplicates();
        assertThat(firstPictures.stream()
                        .map(picture -> new String(picture.jpeg(), StandardCharsets.ISO_8859_1))
                        .distinct())
                .hasSize(firstPictures.size());
    }

    @Test
    void everyPartSurfaceDefectAndCameraAppearsEarly() {
        assertThat(firstPictures).extracting(SimulatedPicture::part).containsAll(InspectionLine.parts());
        assertThat(firstPictures).extracting(SimulatedPicture::surface).containsAll(InspectionLine.surfaces());
        assertThat(firstPictures).extracting(SimulatedPicture::defect).containsAll(InspectionLine.defects());
        assertThat(firstPictures).extracting(SimulatedPicture::source).containsAll(InspectionLine.sources());
    }

    @Test
    void mostUnitsHaveNoDefect() {
        assertThat(firstPictures.stream()
                        .filter(picture -> picture.defect().equals("none"))
                        .count())
                .isBetween(300L, 400L);
    }

    @Test
    void attributesRepeatWhatIsTrueOfThePicture() {
        assertThat(firstPictures).allSatisfy(picture -> {
            assertThat(picture.attributes())
                    .containsEntry("part", picture.part())
                    .containsEntry("surface", picture.surface())
                    .containsEntry("defect", picture.defect())
                    .hasSize(4);
            assertThat(picture.source()).startsWith(picture.attributes().get("station") + "/");
        });
    }

    @Test
    void laterNumbersAreCapturedLater() {
        assertThat(LINE.picture(1).capturedAt()).isAfter(LINE.picture(0).capturedAt());
        assertThat(LINE.picture(InspectionLine.MAX_NUMBER).capturedAt())
                .isAfter(firstPictures.get(499).capturedAt());
    }

    @Test
    void eachCameraSendsJpegsOfItsOwnSize() throws IOException {
        for (String source : InspectionLine.sources()) {
            Set<String> sizes = firstPictures.stream()
                    .filter(picture -> picture.source().equals(source))
                    .map(picture -> decode(picture.jpeg()))
                    .map(image -> image.getWidth() + "x" + image.getHeight())
                    .collect(Collectors.toSet());
            assertThat(sizes).hasSize(1).isSubsetOf("320x240", "400x300", "480x360");
        }
    }

    @Test
    void brokenPicturesComeInTheShareAskedForAndLeaveTheSoundOnesAlone() {
        InspectionLine broken = new InspectionLine(11, 0.2);
        List<SimulatedPicture> pictures =
                LongStream.range(0, 200).mapToObj(broken::picture).toList();

        List<SimulatedPicture> faulty = pictures.stream()
                .filter(picture -> picture.attributes().containsKey("fault"))
                .toList();
        assertThat(faulty).hasSizeBetween(20, 60);
        assertThat(faulty)
                .extracting(picture -> picture.attributes().get("fault"))
                .contains("truncated", "empty", "text");
        for (int i = 0; i < pictures.size(); i++) {
            boolean sound = !pictures.get(i).attributes().containsKey("fault");
            assertThat(pictures.get(i).jpeg().length == firstPictures.get(i).jpeg().length)
                    .isEqualTo(sound);
        }
    }

    @Test
    void refusesANumberOrShareOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LINE.picture(-1))
                .withMessage("picture number is -1, must be from 0 to 1000000000000");
        assertThatIllegalArgumentException().isThrownBy(() -> LINE.picture(InspectionLine.MAX_NUMBER + 1));
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
