package org.lookalike.encoding.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.TinyModel;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.encoding.parity.Certificate;
import org.lookalike.encoding.parity.ParityCheck;
import org.lookalike.encoding.parity.Reference;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;
import org.lookalike.schemas.Sha256;

final class DefaultEncoderIT {
    private static final Path PYTHON = PythonEnvironment.provision(
                    CacheFolder.resolve(), PythonRequirements.ENCODER, sentence -> {})
            .executable("python");
    private static final Path WHEELS = CacheFolder.resolve().resolve("weights");
    private static final Path NO_PYTHON = Path.of("/nonexistent/python");

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void makesTheEncoderThatItPromises() throws IOException {
        Path target = folder.resolve("deep").resolve("encoder");
        EncoderFolder made = DefaultEncoder.prepare(PYTHON, WHEELS, target, progress::add);
        assertThat(made).isEqualTo(EncoderFolder.verified(target));
        assertThat(made.description()).isEqualTo(DefaultEncoder.description());
        assertThat(names(target)).containsExactlyInAnyOrder("model.onnx", "encoder.json", "reference.json");
        assertThat(names(folder.resolve("deep"))).containsExactly("encoder");
        assertThat(progress).contains("comparing the model with the network as it was trained");
    }

    @Test
    void leavesReadyEncoderAloneWithoutPythonOrNetwork() throws IOException {
        Path target = folder.resolve("encoder");
        EncoderFolder made = DefaultEncoder.prepare(PYTHON, WHEELS, target, progress::add);
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(made.model(), longAgo);
        progress.clear();
        DefaultEncoder.prepare(NO_PYTHON, folder.resolve("empty cache"), target, progress::add);
        assertThat(Files.getLastModifiedTime(made.model())).isEqualTo(longAgo);
        assertThat(progress).isEmpty();
    }

    @Test
    void addsTheReferenceThatAnOlderFolderLacksWithoutPythonOrNetwork() throws IOException {
        Path target = folder.resolve("encoder");
        DefaultEncoder.prepare(PYTHON, WHEELS, target, progress::add);
        Path reference = target.resolve("reference.json");
        for (String left : List.of("", "another")) {
            Files.delete(reference);
            if (!left.isEmpty()) {
                Files.writeString(reference, left);
            }
            DefaultEncoder.prepare(NO_PYTHON, folder.resolve("empty cache"), target, progress::add);
            assertThat(Reference.of(EncoderFolder.verified(target))).isPresent();
        }
    }

    @Test
    void agreesWithTheReferenceThatPillowMade() {
        Path target = folder.resolve("encoder");
        DefaultEncoder.prepare(PYTHON, WHEELS, target, progress::add);
        Reference reference = Reference.of(EncoderFolder.verified(target)).orElseThrow();
        try (OnnxEncoder encoder = OnnxEncoder.open(target, OnnxOptions.cpu())) {
            Certificate certificate = ParityCheck.defaults().certify(encoder, reference, "CPU", 3);
            assertThat(certificate.passed()).as(certificate.toString()).isTrue();
        }
    }

    @Test
    void remakesItsOwnDamagedModel() throws IOException {
        Path target = folder.resolve("encoder");
        EncoderFolder made = DefaultEncoder.prepare(PYTHON, WHEELS, target, progress::add);
        Files.write(made.model(), new byte[] {1});
        DefaultEncoder.prepare(PYTHON, WHEELS, target, progress::add);
        assertThat(Sha256.of(made.model()))
                .isEqualTo(DefaultEncoder.description().modelSha256());
    }

    @Test
    void neverReplacesAnotherEncoder() throws IOException {
        EncoderFolder other = new TinyModel().write(folder);
        assertThatThrownBy(() -> DefaultEncoder.prepare(PYTHON, WHEELS, folder, progress::add))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("already holds another encoder, %s 'tiny'"
                        .formatted(other.description().id()));
        assertThat(EncoderFolder.verified(folder)).isEqualTo(other);
    }

    @Test
    void neverTouchesFolderOfOtherFiles() throws IOException {
        Path target = Files.createDirectory(folder.resolve("pictures"));
        Path model = Files.writeString(target.resolve("model.onnx"), "somebody's work");
        assertThatThrownBy(() -> DefaultEncoder.prepare(PYTHON, WHEELS, target, progress::add))
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining(target.toString());
        assertThat(model).hasContent("somebody's work");
        assertThat(names(folder)).containsExactly("pictures");
    }

    @Test
    void reportsDownloadThatFailsAsAnOutage() throws IOException {
        Path refusing = Files.writeString(folder.resolve("python"), "#!/bin/sh\necho no route to host\nexit 3\n");
        assertThat(refusing.toFile().setExecutable(true)).isTrue();
        Path cache = folder.resolve("cache");
        assertThatThrownBy(() -> DefaultEncoder.prepare(refusing, cache, folder.resolve("encoder"), progress::add))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("no route to host");
        assertThat(names(cache)).isEmpty();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
