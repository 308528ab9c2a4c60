package org.lookalike.encoding.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lookalike.encoding.Encoder;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.PixelEncoder;
import org.lookalike.testkit.log.CapturedLogs;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("ParityCheck")
final class ParityCheckTest {
    private static final ParityCheck CHECK = ParityCheck.defaults();

    @TempDir
    private Path folder;

    private final PixelEncoder sound = new PixelEncoder();

    @Test
    void anEncoderPassesItsOwnReferenceInBatchesOfAnySize() throws IOException {
        EncoderFolder encoder = certified();
        for (int max : new int[] {1, 3, 64}) {
            Reference reference = Reference.of(encoder).orElseThrow();
            Certificate certificate = CHECK.certify(sound, reference, "CPU", max);
            assertThat(certificate.passed()).isTrue();
            assertThat(certificate.worst().cosine()).isGreaterThan(0.99999);
            assertThat(certificate.images()).hasSameSizeAs(GoldenImage.all());
        }
        assertThatCode(() -> CHECK.require(sound, encoder, "CPU", 64)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whatComputesSomethingElseIsRefusedInOneSentence(Fault fault) throws IOException {
        EncoderFolder encoder = certified();
        assertThatThrownBy(() -> CHECK.require(new Faulty(sound, fault), encoder, "CUDA 1", 64))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageMatching("encoder %s on CUDA 1 differs from its reference: golden picture \\S+ has cosine"
                                .formatted(sound.id())
                        + " (\\S+), at least 0[.,]99500 is needed .*");
    }

    @Test
    void missingReferenceIsRefusedWhereOneIsRequired() {
        EncoderFolder encoder = new EncoderFolder(folder, sound.description());
        assertThatCode(() -> CHECK.require(sound, encoder, "CPU", 64)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new ParityCheck(0.995, true).require(sound, encoder, "CPU", 64))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("has no reference.json")
                .hasMessageContaining("lookalike encoder certify");
    }

    @Test
    void missingReferenceIsWarnedAboutWhereItIsTolerated() {
        try (CapturedLogs logs = CapturedLogs.of(ParityCheck.class)) {
            CHECK.require(sound, new EncoderFolder(folder, sound.description()), "CPU", 64);

            assertThat(logs.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN ParityCheck ")
                    .contains(folder + " has no reference.json", "run lookalike encoder certify " + folder)
                    .endsWith("encoder=" + sound.id());
        }
    }

    @Test
    void referenceOfAnotherEncoderIsRefused() throws IOException {
        EncoderFolder encoder = certified();
        Reference reference = Reference.of(encoder).orElseThrow();
        new Reference("0123456789abcdef", reference.madeBy(), reference.features()).write(folder);
        assertThatThrownBy(() -> CHECK.require(sound, encoder, "CPU", 64))
                .hasMessageContaining("belongs to encoder 0123456789abcdef, this one is " + sound.id());
    }

    @Test
    void referenceOfOtherImagesAndWhatIsNoReferenceAreRefused() throws IOException {
        EncoderFolder encoder = certified();
        Path file = folder.resolve("reference.json");
        String whole = Files.readString(file);
        Files.writeString(file, whole.replace(GoldenImage.all().get(0).sha256(), "00"));
        assertThatThrownBy(() -> Reference.of(encoder)).hasMessageContaining("knows no golden pictures [alpha.png]");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> Reference.of(encoder))
                .hasMessageContaining("is not a valid reference: pictures must be a list");
        Files.writeString(file, whole.substring(1));
        assertThatThrownBy(() -> Reference.of(encoder)).hasMessageContaining("is not a valid reference");
    }

    private EncoderFolder certified() throws IOException {
        new Reference(sound.id(), "this test", ParityCheck.features(sound, 64)).write(folder);
        return new EncoderFolder(folder, sound.description());
    }

    private enum Fault {
        RED_AND_BLUE_EXCHANGED,
        OTHER_MEAN,
        NOT_A_NUMBER,
        ALL_ZERO,
        ROWS_EXCHANGED
    }

    /** Gives what a broken set-up would give. */
    private record Faulty(Encoder sound, Fault fault) implements Encoder {
        @Override
        public EncoderDescription description() {
            return sound.description();
        }

        @Override
        public float[][] encode(EncoderBatch batch, int size) {
            float[][] rows = sound.encode(batch, size);
            switch (fault) {
                case RED_AND_BLUE_EXCHANGED -> {
                    for (float[] row : rows) {
                        float[] red = Arrays.copyOf(row, row.length / 3);
                        System.arraycopy(row, row.length / 3 * 2, row, 0, red.length);
                        System.arraycopy(red, 0, row, row.length / 3 * 2, red.length);
                    }
                }
                case OTHER_MEAN -> {
                    for (int i = 0; i < rows[0].length; i++) {
                        rows[0][i] -= 0.5f;
                    }
                }
                case NOT_A_NUMBER -> rows[size - 1][0] = Float.NaN;
                case ALL_ZERO -> rows[0] = new float[rows[0].length];
                case ROWS_EXCHANGED -> {
                    float[] first = rows[0];
                    rows[0] = rows[size - 1];
                    rows[size - 1] = first;
                }
            }
            return rows;
        }

        @Override
        public void close() {}
    }
}
