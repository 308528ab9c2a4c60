package org.lookalike.provision.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.provision.process.StartFailure;

class PythonInterpreterTest {

    @TempDir
    Path folder;

    @Test
    void passesOverTooOldPythons() throws IOException {
        program("python3", "echo version=3.9");
        program("python3.12", "echo version=3.12");

        PythonInterpreter found = PythonInterpreter.find(Map.of("PATH", folder.toString()));

        assertThat(found).isEqualTo(new PythonInterpreter(folder.resolve("python3.12"), "3.12"));
    }

    @Test
    void tellsWhatToInstallWhenThereIsNone() {
        assertThatThrownBy(() -> PythonInterpreter.find(Map.of("PATH", folder.toString())))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("needs Python 3.10 to 3.14")
                .hasMessageContaining("found none")
                .hasMessageContaining("apt-get install python3 python3-venv");
    }

    @Test
    void namesThePythonsThatDoNotFit() throws IOException {
        program("python3", "echo version=3.8");

        assertThatThrownBy(() -> PythonInterpreter.find(Map.of("PATH", folder.toString())))
                .hasMessageContaining("found only " + folder.resolve("python3") + " (3.8)");
    }

    @Test
    void tellsWhichPackageHasTheMissingVenvModule() throws IOException {
        program("python3", "case \"$2\" in *ensurepip*) exit 1;; esac; echo version=3.11");

        assertThatThrownBy(() -> PythonInterpreter.find(Map.of("PATH", folder.toString())))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("apt-get install python3.11-venv");
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
