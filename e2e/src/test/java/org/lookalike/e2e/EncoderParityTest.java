package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.e2e.CommandRunner.Ended;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.TestEncoder;

/** The commands that need no running system: an encoder and its reference. */
class EncoderParityTest {
    @TempDir
    private Path folder;

    private EncoderFolder encoder;
    private String path = "";

    @BeforeEach
    void write() throws IOException {
        encoder = TestEncoder.write(folder.resolve("encoder"));
        path = encoder.folder().toString();
    }

    @Test
    void verifyPrintsTheCertificateOfACertifiedEncoder() {
        assertThat(run("certify", path).code()).isZero();

        Ended ended = run("verify", path);

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("encoder     " + encoder.description().id(), "CPUExecutionProvider", "large.jpg", "minimum")
                .contains("verdict     passed");
    }

    @Test
    void verifyRefusesAnEncoderWithoutReferenceInOneSentence() {
        Ended ended = run("verify", path);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains("has no reference.json", "encoder certify")
                .doesNotContain("\tat ");
    }

    @Test
    void aReferenceWithWhichLookalikeDisagreesIsNotTaken() throws IOException {
        assertThat(run("certify", path).code()).isZero();
        Path reference = encoder.folder().resolve("reference.json");
        Path other = folder.resolve("other.json");
        String first = "\"features\" : \"";
        String text = Files.readString(reference);
        int at = text.indexOf(first) + first.length();
        // One feature's exponent made huge.
        Files.writeString(other, text.substring(0, at) + "AAAAfw" + text.substring(at + 6));
        Files.delete(reference);

        Ended ended = run("certify", path, "--reference=" + other);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("verdict     REFUSED");
        assertThat(ended.err()).contains("golden picture alpha.png has cosine");
        assertThat(reference).doesNotExist();
    }

    @Test
    void verifyTakesADeviceByItsNumber() {
        assertThat(run("certify", path).code()).isZero();

        assertThat(run("verify", path, "--device=CPU", "--device-index=1").code())
                .isZero();
        Ended ended = run("verify", path, "--device-index=-1");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("encoder.device-index is -1, must be");
    }

    @Test
    void goldenWritesTheImages() {
        assertThat(run("golden", folder.resolve("golden").toString()).code()).isZero();
        assertThat(folder.resolve("golden").resolve("rotated.jpg")).isNotEmptyFile();
    }

    private static Ended run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "encoder";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRunner.runWithoutSystem(all);
    }
}
