package org.lookalike.encoding.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.TinyModel;
import org.lookalike.encoding.parity.GoldenImage;
import org.lookalike.encoding.parity.Reference;
import org.lookalike.imaging.decode.DecodeLimits;

/** All but the quantisation itself, for which a script stands in that writes what the test wants. */
final class QuantizedEncoderTest {
    /** The script's arguments follow four of the interpreter's own: the model is the second, the last is the output. */
    private static final String COPIES_THE_MODEL = "cp \"$6\" \"${12}\" && cp \"$7\" \"$(dirname \"$0\")/pixels\"";

    private static final byte[] BROKEN = {1, 2, 3};

    @TempDir
    private Path folder;

    private EncoderFolder original;
    private Path target;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        original = new TinyModel().write(Files.createDirectory(folder.resolve("original")));
        target = folder.resolve("deep").resolve("int8");
    }

    @Test
    void calibratesWithTheFirstImagesAndJudgesByTheNext() throws IOException {
        QuantizedEncoder.Made made = make(COPIES_THE_MODEL, images(), 3);

        assertThat(made.calibrated()).isEqualTo(3);
        assertThat(made.validatedOnOthers()).isTrue();
        assertThat(made.loss().images()).isEqualTo(3);
        assertThat(made.loss().minCosine()).isCloseTo(1, within(1e-6));
        assertThat(folder.resolve("pixels")).hasSize(3L * 4 * 3 * TinyModel.SIDE * TinyModel.SIDE);
    }

    @Test
    void theNewFolderIsCertifiedAndTellsWhereItCameFrom() throws IOException {
        make(COPIES_THE_MODEL, images(), 3);

        EncoderFolder int8 = EncoderFolder.verified(target);
        assertThat(int8.description().name()).isEqualTo("tiny, int8");
        assertThat(int8.description().origin())
                .isEqualTo("int8 of encoder %s, 3 pictures, percentile, 8-bit weights; this test"
                        .formatted(original.description().id()));
        assertThat(Reference.of(int8).map(Reference::encoderId))
                .isEqualTo(Optional.of(int8.description().id()));
        assertThat(names(folder.resolve("deep"))).containsExactly("int8");
    }

    @Test
    void goldenImagesJudgeWhereNoOthersAreLeft() throws IOException {
        QuantizedEncoder.Made made = make(COPIES_THE_MODEL, images(), 100);

        assertThat(made.calibrated()).isEqualTo(GoldenImage.all().size());
        assertThat(made.validatedOnOthers()).isFalse();
        assertThat(made.loss().images()).isEqualTo(GoldenImage.all().size());
    }

    @Test
    void passesOverWhatIsNoImageAndSaysSo() throws IOException {
        List<byte[]> some = new ArrayList<>(List.of(BROKEN));
        images().forEachRemaining(some::add);

        assertThat(make(COPIES_THE_MODEL, some.iterator(), 4).calibrated()).isEqualTo(4);
        assertThat(progress).anyMatch(sentence -> sentence.startsWith("passing over a picture: "));
    }

    @Test
    void withoutAnyImageNothingIsMade() {
        assertThatThrownBy(() -> make(COPIES_THE_MODEL, List.of(BROKEN).iterator(), 4))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("no picture to calibrate");
        assertThat(target).doesNotExist();
    }

    @Test
    void whatTheScriptSaysReachesTheUserAndNothingIsLeftBehind() throws IOException {
        assertThatThrownBy(() -> make("echo none of the operators; exit 3", images(), 2))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("none of the operators");
        assertThat(names(folder.resolve("deep"))).isEmpty();
    }

    @Test
    void neverWritesIntoAFolderThatIsInUse() throws IOException {
        Files.createDirectories(target);
        Path work = Files.writeString(target.resolve("work"), "somebody's");

        assertThatThrownBy(() -> make(COPIES_THE_MODEL, images(), 2))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("is in use");
        assertThat(work).hasContent("somebody's");
    }

    @ParameterizedTest
    @CsvSource({"0, 8, 0 calibration pictures", "10001, 8, 10001 calibration pictures", "1, 6, 6 bits", "1, 9, 9 bits"})
    void limitsAreNamed(int images, int weightBits, String named) {
        assertThatThrownBy(() -> new Quantization(images, Quantization.Method.MINMAX, weightBits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void theDefaultMethodIsOne() {
        assertThat(Quantization.Method.valueOf(Quantization.DEFAULT_METHOD)).isEqualTo(Quantization.Method.PERCENTILE);
    }

    private QuantizedEncoder.Made make(String script, Iterator<byte[]> images, int count) throws IOException {
        Path python = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + script + "\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        return QuantizedEncoder.make(
                python,
                original.folder(),
                images,
                DecodeLimits.defaults(),
                new Quantization(count, Quantization.Method.PERCENTILE, 8),
                target,
                progress::add);
    }

    private static Iterator<byte[]> images() {
        return GoldenImage.all().stream().map(GoldenImage::bytes).iterator();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
