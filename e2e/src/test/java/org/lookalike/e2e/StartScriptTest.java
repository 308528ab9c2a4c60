package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lookalike.cli.Lookalike;
import picocli.CommandLine.Command;

class StartScriptTest {
    /** The branch of {@code ./lookalike} for commands that start without services and brokers. */
    private static final Pattern LEAN = Pattern.compile("(?m)^  ((?:[a-z]+ \\| )+[a-z]+)\\)$");

    @Test
    void theScriptStartsExactlyTheCommandsOfTheCommandLineOnItsOwnClassPath() throws IOException {
        Matcher lean = LEAN.matcher(Files.readString(repository().resolve("lookalike")));
        List<String> commands = Arrays.stream(
                        Lookalike.class.getAnnotation(Command.class).subcommands())
                .map(command -> command.getAnnotation(Command.class).name())
                .toList();

        assertThat(lean.find()).isTrue();
        assertThat(lean.group(1).split(" \\| ")).containsExactlyInAnyOrderElementsOf(commands);
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
