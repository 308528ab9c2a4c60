package org.lookalike.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.provision.process.StartFailure;

class RegistryDistributionTest {

    @TempDir
    Path folder;

    @Test
    void liesBesideTheClassesOfABuild() throws IOException {
        Path runner = runnerIn(folder.resolve("target/registry"));

        assertThat(RegistryDistribution.find("", folder.resolve("target/classes"))
                        .runner())
                .isEqualTo(runner);
    }

    @Test
    void liesAboveTheJarsOfAnInstallation() throws IOException {
        Path runner = runnerIn(folder.resolve("registry"));

        assertThat(RegistryDistribution.find("", folder.resolve("lib/embedded.jar"))
                        .runner())
                .isEqualTo(runner);
    }

    @Test
    void isWhereItIsSaidToBe() throws IOException {
        runnerIn(folder.resolve("target/registry"));
        Path runner = runnerIn(folder.resolve("elsewhere"));

        assertThat(RegistryDistribution.find(folder.resolve("elsewhere").toString(), folder.resolve("target/classes"))
                        .runner())
                .isEqualTo(runner);
    }

    @Test
    void tellsHowToGetItWhenMissing() {
        assertThatThrownBy(() -> RegistryDistribution.find("", folder.resolve("target/classes")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(folder.resolve("target/registry").toString())
                .hasMessageContaining("mvnw package")
                .hasMessageContaining("LOOKALIKE_APICURIO_HOME");
    }

    private static Path runnerIn(Path registry) throws IOException {
        Files.createDirectories(registry);
        return Files.createFile(registry.resolve("some-runner.jar"));
    }
}
