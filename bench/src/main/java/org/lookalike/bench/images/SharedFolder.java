package org.lookalike.bench.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The folder of real images beside the repository, which is no part of it. */
final class SharedFolder {
    private static final String VARIABLE = "LOOKALIKE_SHARED_DATA";

    private SharedFolder() {}

    /** A file of it, where it is there. */
    static Optional<Path> file(Path repository, String name) {
        return Optional.of(folder(repository).resolve(name)).filter(Files::isRegularFile);
    }

    /** Where it is looked for. */
    static Path folder(Path repository) {
        @Nullable String named = System.getenv(VARIABLE);
        return named != null
                ? Path.of(named)
                : repository
                        .toAbsolutePath()
                        .normalize()
                        .resolveSibling("shared")
                        .resolve("data");
    }

    /** The chosen files of an archive by their full names, in the archive's order. */
    static Map<String, byte[]> entries(Path archive, Predicate<String> wanted) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    entries.put(entry.getName(), zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + archive, e);
        }
        return entries;
    }
}
