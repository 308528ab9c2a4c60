package org.lookalike.provision.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.process.Command;

class PythonEnvironmentIT {

    private static final PythonRequirements SMALLEST = PythonRequirements.ENCODER;
    private static final Path CACHE = CacheFolder.resolve();

    @BeforeAll
    static void warmTheCache() {
        PythonEnvironment.provision(CACHE, SMALLEST, sentence -> {});
    }

    @Test
    void importsWhatItPromises() {
        Path python =
                PythonEnvironment.provision(CACHE, SMALLEST, sentence -> {}).executable("python");

        Command.Result result = Command.run(
                List.of(python.toString(), "-c", "import numpy, onnx, onnxruntime; print('fine')"),
                Duration.ofMinutes(2));

        assertThat(result.output()).endsWith("fine");
    }

    @Test
    void saysNothingWhenItIsThereAlready() {
        List<String> progress = new ArrayList<>();

        PythonEnvironment.provision(CACHE, SMALLEST, progress::add);

        assertThat(progress).isEmpty();
    }

    @Test
    void makesHalfMadeOnesAgainFromTheFetchedPackagesAlone() throws IOException {
        PythonEnvironment first = PythonEnvironment.provision(CACHE, SMALLEST, sentence -> {});
        Files.delete(first.folder().resolve(".lookalike-complete"));
        List<String> progress = new ArrayList<>();

        PythonEnvironment second = PythonEnvironment.provision(CACHE, SMALLEST, progress::add);

        assertThat(second.folder()).isEqualTo(first.folder()).exists();
        assertThat(progress).hasSize(1).first().asString().startsWith("Making a private Python");
    }

    @Test
    void refusesProgramsItDoesNotHave() {
        PythonEnvironment environment = PythonEnvironment.provision(CACHE, SMALLEST, sentence -> {});

        assertThatThrownBy(() -> environment.executable("milvus-lite"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no program milvus-lite");
    }
}
