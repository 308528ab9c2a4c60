package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.prepare.DefaultEncoder;
import org.lookalike.simulation.InspectionLine;
import org.lookalike.simulation.SimulatedImage;
import org.lookalike.testkit.log.ExpectedLogs;

/** An int8 version of the default encoder, made of few images by the real quantisation. */
@ExpectedLogs({"ParityCheck"})
class EncoderQuantizeIT {
    private static final int CALIBRATION = 16;
    private static final double MIN_MEAN_COSINE = 0.95;

    @TempDir
    private static Path folder;

    private static Path int8;
    private static Ended quantizing;

    @BeforeAll
    static void quantize() throws IOException {
        Path images = Files.createDirectory(folder.resolve("pictures"));
        InspectionLine line = new InspectionLine(8);
        for (int number = 0; number < 2 * CALIBRATION; number++) {
            SimulatedImage image = line.image(number);
            Files.write(images.resolve(number + ".jpg"), image.jpeg());
        }
        int8 = folder.resolve("int8");
        quantizing = CommandRunner.runWithoutSystem(
                "encoder", "quantize", "--pictures=" + images, "--output=" + int8, "--count=" + CALIBRATION);
    }

    @Test
    void tellsWhatItMadeAndWhatWasLost() {
        assertThat(quantizing.code()).as(quantizing.err()).isZero();
        assertThat(quantizing.out())
                .contains("original    " + DefaultEncoder.description().id())
                .contains("calibrated  16 pictures")
                .contains("compared    16 other pictures")
                .containsPattern("neighbours  \\d+[.,]\\d% of each picture's 10 nearest remain");
        String mean = quantizing
                .out()
                .lines()
                .filter(line -> line.startsWith("cosine      mean "))
                .map(line -> line.substring("cosine      mean ".length()).replaceFirst(", least.*", ""))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(mean.replace(',', '.'))).isBetween(MIN_MEAN_COSINE, 0.9999);
    }

    @Test
    void theEncoderIsAnotherOneAndAThirdOfTheSize() throws IOException {
        EncoderFolder made = EncoderFolder.verified(int8);

        assertThat(made.description().id())
                .isNotEqualTo(DefaultEncoder.description().id());
        assertThat(made.description().preprocessing())
                .isEqualTo(DefaultEncoder.description().preprocessing());
        assertThat(Files.size(made.model())).isLessThan(5_000_000);
    }

    @Test
    void verifyAcceptsIt() {
        Ended ended = CommandRunner.runWithoutSystem("encoder", "verify", int8.toString());

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("lookalike encoder quantize, on the CPU", "verdict     passed");
    }

    @Test
    void aFolderInUseIsLeftAloneInOneSentence() {
        Ended ended = CommandRunner.runWithoutSystem(
                "encoder", "quantize", "--pictures=" + folder.resolve("pictures"), "--output=" + int8, "--count=2");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("is in use: choose another folder").doesNotContain("\tat ");
    }
}
