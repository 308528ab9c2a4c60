package org.lookalike.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.cli.system.SystemFailure;

class StateFolderTest {
    @TempDir
    private Path folder;

    @Test
    void aSecondSystemOnTheSameFolderIsRefusedInOneSentence() {
        Path state = folder.resolve("state");
        try (StateFolder held = StateFolder.take(state)) {
            assertThat(held.root()).isDirectory();

            assertThatThrownBy(() -> StateFolder.take(state))
                    .isInstanceOf(SystemFailure.class)
                    .hasMessageContaining("another lookalike runs on")
                    .hasMessageContaining("--state")
                    .hasMessageContaining(state.getFileName().toString());
        }
    }

    @Test
    void theFolderIsFreeAgainAfterwards() {
        Path state = folder.resolve("state");
        StateFolder.take(state).close();

        try (StateFolder again = StateFolder.take(state)) {
            assertThat(again.images().getParent()).isEqualTo(again.root());
        }
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> StateFolder.take(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }
}
