package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class's simple name is enough to find it, here and in the events: none exists twice. */
class ClassNamesTest {
    private static final Path REPOSITORY = repository();
    private static final Pattern SCHEMA_TYPE =
            Pattern.compile("\"type\"\\s*:\\s*\"(?:record|enum|fixed)\"\\s*,\\s*\"name\"\\s*:\\s*\"(\\w+)\"");

    @Test
    void noSimpleClassNameExistsTwice() throws IOException {
        Map<String, List<Path>> places = new TreeMap<>();
        for (Path source : files("java")) {
            String name = source.getFileName().toString().replace(".java", "");
            if (!name.endsWith("-info")) {
                places.computeIfAbsent(name, unseen -> new ArrayList<>()).add(source);
            }
        }
        for (Path schema : files("avsc")) {
            Matcher types = SCHEMA_TYPE.matcher(Files.readString(REPOSITORY.resolve(schema)));
            while (types.find()) {
                places.computeIfAbsent(types.group(1), unseen -> new ArrayList<>())
                        .add(schema);
            }
        }
        assertThat(places)
                .as("the classes of the project")
                .hasSizeGreaterThan(500)
                .containsKey("ImageVector");

        places.values().removeIf(files -> files.size() == 1);

        assertThat(places).isEmpty();
    }

    /** The sources of production code and tests, and the schemas of today. */
    private static List<Path> files(String extension) throws IOException {
        try (Stream<Path> all =
                Files.find(REPOSITORY, 20, (file, attributes) -> file.toString().endsWith("." + extension))) {
            return all.map(REPOSITORY::relativize)
                    .filter(file -> file.toString().matches("(?!.*target/).*src/(main|test)/(java|avro)/.*"))
                    .sorted()
                    .toList();
        }
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
