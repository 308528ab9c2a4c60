package org.lookalike.testkit;

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

/**
 * The folder of real images and reference figures, which is no part of the project. Tests that need it are marked
 * {@code @EnabledIf("org.lookalike.testkit.SharedData#isAvailable")}: without the folder they are skipped, but run and
 * fail where the environment says {@code CI=true}.
 */
public final class SharedData {

    /** A system property that names the folder. */
    public static final String PROPERTY = "lookalike.shared.data";

    /** An environment variable that does so where the property is not set. */
    public static final String VARIABLE = "LOOKALIKE_SHARED_DATA";

    private SharedData() {}

    /** Whether tests on the shared data should run. */
    public static boolean isAvailable() {
        return Boolean.parseBoolean(System.getenv("CI")) || find().isPresent();
    }

    /**
     * The folder.
     *
     * @throws IllegalStateException when it is missing
     */
    public static Path folder() {
        return find().orElseThrow(() -> new IllegalStateException(
                "the shared data folder is neither named by -D%s or %s nor at ../shared/data of the repository"
                        .formatted(PROPERTY, VARIABLE)));
    }

    /** A file of the folder, such as {@code split.json}. */
    public static Path file(String name) {
        return folder().resolve(name);
    }

    /**
     * Reads the chosen files of an archive of the folder.
     *
     * @param archive {@code demo.zip} or {@code evaluation.zip}
     * @param wanted chooses by the full name inside the archive
     * @return the bytes by name, in the archive's order
     */
    public static Map<String, byte[]> entries(String archive, Predicate<String> wanted) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream file = Files.newInputStream(file(archive));
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

    private static Optional<Path> find() {
        @Nullable String property = System.getProperty(PROPERTY);
        @Nullable String named = property != null ? property : System.getenv(VARIABLE);
        Optional<Path> folder = named != null
                ? Optional.of(Path.of(named))
                : repository(Path.of("").toAbsolutePath())
                        .map(root -> root.resolveSibling("shared").resolve("data"));
        return folder.filter(Files::isDirectory);
    }

    /** The nearest folder, upwards, that holds the Maven wrapper. */
    private static Optional<Path> repository(Path start) {
        for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
