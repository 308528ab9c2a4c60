package org.lookalike.embedded.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lookalike.provision.process.StartFailure;

/**
 * The registry server's unpacked files. They are too large for a jar, so the build lays them beside it:
 * {@code target/registry} in a source tree, {@code registry} beside or above the jars in an installation.
 */
record RegistryDistribution(Path runner) {

    /** A system property that names the folder outright. */
    static final String PROPERTY = "lookalike.registry.home";

    /** An environment variable that does so where the property is not set. */
    static final String VARIABLE = "LOOKALIKE_APICURIO_HOME";

    static RegistryDistribution find() {
        @Nullable String property = System.getProperty(PROPERTY);
        String named = property != null ? property : System.getenv().getOrDefault(VARIABLE, "");
        return find(named, codeLocation());
    }

    /**
     * Looks in the folder named, else beside the code.
     *
     * @param named blank when none is
     * @param code this library's jar or folder of classes
     */
    static RegistryDistribution find(String named, Path code) {
        List<Path> folders = named.isBlank() ? besides(code) : List.of(Path.of(named));
        return folders.stream()
                .flatMap(RegistryDistribution::runners)
                .findFirst()
                .map(RegistryDistribution::new)
                .orElseThrow(() -> new StartFailure(("the schema registry's files are not in %s; build the project "
                                + "(./mvnw package), or name their folder in %s or -D%s")
                        .formatted(folders, VARIABLE, PROPERTY)));
    }

    /** The arguments for {@code java} that run the server, with the JVM's and the server's options given. */
    List<String> javaArguments(Map<String, String> options) {
        List<String> arguments = new ArrayList<>(
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        options.forEach((key, value) -> arguments.add("-D%s=%s".formatted(key, value)));
        arguments.addAll(List.of("-jar", runner.toString()));
        return arguments;
    }

    private static List<Path> besides(Path code) {
        List<Path> folders = new ArrayList<>();
        @Nullable Path parent = code.toAbsolutePath().normalize().getParent();
        for (int level = 0; level < 2 && parent != null; level++) {
            folders.add(parent.resolve("registry"));
            parent = parent.getParent();
        }
        return folders;
    }

    private static Stream<Path> runners(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .map(Path::toAbsolutePath)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static Path codeLocation() {
        var source = Objects.requireNonNull(
                RegistryDistribution.class.getProtectionDomain().getCodeSource(), "code source");
        return Path.of(URI.create(source.getLocation().toString()));
    }
}
