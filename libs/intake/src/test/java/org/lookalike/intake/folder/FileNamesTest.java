package org.lookalike.intake.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.platform.config.Settings;

final class FileNamesTest {
    @TempDir
    Path temporary;

    @BeforeEach
    void fileNamesAreBytes() {
        assumeTrue(FileSystems.getDefault().getSeparator().equals("/"), "names are bytes on Unix only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void givesEachNameThatIsNoTextAnIdOfItsOwnInEveryLocale(String locale) throws Exception {
        write("f%F6lder/b%E4r.png");
        write("b%E4r.png");
        write("b%F6r.png");
        write("b%C3%A4r+%25.png");

        assertThat(listed(locale))
                .containsExactly(
                        "line/b%E4r.png escaped",
                        "line/b%F6r.png escaped", "line/b\u00e4r+%.png", "line/f%F6lder/b%E4r.png escaped");
    }

    @Test
    void refusesTheEscapedNameThatIsAnotherFilesName() throws Exception {
        write("b%E4r.png");
        write("b%25E4r.png");

        try (ImageSource images = ImageSource.open(temporary.resolve("line"), null, options())) {
            assertThat(images.files())
                    .extracting(ImageFile::imageId)
                    .containsExactly("line/b%E4r.png", "line/b%E4r.png (2)");
            assertThat(images.files().get(0).content().read(100))
                    .isEqualTo("b%25E4r.png".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A child, because the locale of a process is fixed at its start. */
    private List<String> listed(String locale) throws IOException, InterruptedException {
        Path output = temporary.resolve("output");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Listed.class.getName(),
                temporary.resolve("line").toString());
        child.environment().put("LC_ALL", locale);
        child.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = child.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readAllLines(output);
    }

    private void write(String escaped) throws IOException {
        Path file = Path.of(URI.create(temporary.toUri() + "line/" + escaped));
        Files.createDirectories(file.getParent());
        Files.writeString(file, escaped);
    }

    private static FolderConfig options() {
        return Settings.read(List.of(), Map.of(), FolderConfig::from).config();
    }

    /** Prints the ids of a folder. */
    static final class Listed {
        private Listed() {}

        public static void main(String[] arguments) throws IOException {
            StringBuilder lines = new StringBuilder();
            try (ImageSource images = ImageSource.open(Path.of(arguments[0]), null, options())) {
                for (ImageFile file : images.files()) {
                    String content = new String(file.content().read(100), StandardCharsets.UTF_8);
                    boolean escaped = file.imageId().equals("line/" + content);
                    lines.append(file.imageId()).append(escaped ? " escaped\n" : "\n");
                }
            }
            System.out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
