package org.lookalike.provision.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lookalike.provision.cache.FolderLock;
import org.lookalike.provision.process.StartFailure;

/**
 * A private virtual environment with exactly the packages of one {@link PythonRequirements}. Immutable and safe to
 * share; the files are only read after provisioning.
 */
public final class PythonEnvironment {

    /** Written last: an environment without it is a half-made one, for it cannot be made elsewhere and moved. */
    private static final String COMPLETE = ".lookalike-complete";

    private final Path folder;

    private PythonEnvironment(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds the environment in the cache, or makes it: the packages are fetched into {@code <cache>/wheels/<label>}
     * and installed from there alone, so that a warm cache needs no network. Safe to call from several threads and
     * processes at once; all but the first wait.
     *
     * @param cacheFolder made when missing; see {@link org.lookalike.provision.cache.CacheFolder}
     * @param progress receives a sentence before each slow step, nothing when there is none
     * @throws StartFailure when no fitting Python is found, or the packages cannot be fetched or installed
     */
    public static PythonEnvironment provision(
            Path cacheFolder, PythonRequirements requirements, Consumer<String> progress) {
        return provision(cacheFolder, requirements, progress, System.getenv());
    }

    static PythonEnvironment provision(
            Path cacheFolder,
            PythonRequirements requirements,
            Consumer<String> progress,
            Map<String, String> environment) {
        PythonInterpreter python = PythonInterpreter.find(environment);
        Path cache = cacheFolder.toAbsolutePath().normalize();
        String name = "%s-python%s-%s".formatted(requirements.label(), python.version(), fingerprint(requirements));
        Path folder = cache.resolve("python").resolve(name);
        Path wheels = cache.resolve("wheels").resolve(requirements.label());
        FolderLock.holding(folder, () -> {
            if (!isComplete(folder)) {
                FolderLock.holding(wheels, () -> make(folder, wheels, python, requirements, progress));
            }
        });
        return new PythonEnvironment(folder);
    }

    /** The folder of the environment. */
    public Path folder() {
        return folder;
    }

    /**
     * A program of the environment.
     *
     * @param name for instance {@code python} or {@code milvus-lite}
     * @throws IllegalArgumentException when the environment has no such program
     */
    public Path executable(String name) {
        Path program = folder.resolve("bin").resolve(name);
        if (!Files.isExecutable(program)) {
            throw new IllegalArgumentException("the Python environment %s has no program %s".formatted(folder, name));
        }
        return program;
    }

    /** A Python that was removed since leaves a dangling link, which is not executable. */
    private static boolean isComplete(Path folder) {
        return Files.exists(folder.resolve(COMPLETE))
                && Files.isExecutable(folder.resolve("bin").resolve("python"));
    }

    private static void make(
            Path folder,
            Path wheels,
            PythonInterpreter python,
            PythonRequirements requirements,
            Consumer<String> progress)
            throws IOException {
        deleteTree(folder);
        Files.createDirectories(folder);
        progress.accept(
                "Making a private Python %s environment for %s".formatted(python.version(), requirements.label()));
        Pip pip = Pip.inNewEnvironment(python, folder);
        Path list = Files.write(folder.resolve("requirements.txt"), requirements.text());
        Files.createDirectories(wheels);
        Path fetched = wheels.resolve(".fetched-" + folder.getFileName());
        boolean warm = Files.exists(fetched);
        if (!warm || !pip.install(list, wheels).succeeded()) {
            progress.accept("Fetching the Python packages of %s (once)".formatted(requirements.label()));
            pip.download(list, wheels);
            progress.accept("Installing the Python packages of %s".formatted(requirements.label()));
            var installed = pip.install(list, wheels);
            if (!installed.succeeded()) {
                throw new StartFailure("cannot install the Python packages of %s from %s:%n%s"
                        .formatted(requirements.label(), wheels, installed.output()));
            }
            Files.write(fetched, new byte[0]);
        }
        Files.write(folder.resolve(COMPLETE), new byte[0]);
    }

    private static String fingerprint(PythonRequirements requirements) {
        return HexFormat.of().formatHex(Digests.sha256(requirements.text()), 0, 6);
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> deepestFirst;
            try (Stream<Path> paths = Files.walk(folder)) {
                deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
