package org.lookalike.schemas.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Reads the schema files of this module, each on its own so that none leans on another. */
final class SchemaFiles {
    private static final Path SOURCES = Path.of(System.getProperty("basedir", "."), "src", "main");

    private SchemaFiles() {}

    /** The schemas as they are now, by full name. */
    static Map<String, Schema> current() throws IOException {
        return folder(SOURCES.resolve("avro"));
    }

    /** The schemas of every release, by version and full name. */
    static Map<String, Map<String, Schema>> released() throws IOException {
        Map<String, Map<String, Schema>> releases = new TreeMap<>();
        for (Path version : list(SOURCES.resolve("released"))) {
            if (Files.isDirectory(version)) {
                releases.put(version.getFileName().toString(), folder(version));
            }
        }
        return releases;
    }

    private static Map<String, Schema> folder(Path folder) throws IOException {
        Map<String, Schema> schemas = new TreeMap<>();
        for (Path file : list(folder)) {
            if (file.toString().endsWith(".avsc")) {
                Schema schema = new Schema.Parser().parse(Files.readString(file));
                schemas.put(schema.getFullName(), schema);
            }
        }
        return schemas;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
