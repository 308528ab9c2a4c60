package org.lookalike.bench.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.cache.FolderLock;
import org.lookalike.provision.process.Command;
import org.lookalike.schemas.Sha256;

/** The private Python environment of the peers, with exactly the packages of a requirements file. */
public final class PeerEnvironment {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int FINGERPRINT_LENGTH = 12;
    /** Written last: an environment without it is a half-made one. */
    private static final String COMPLETE = ".complete";

    private PeerEnvironment() {}

    /**
     * Finds the environment in the user's cache folder, or makes it, which needs the package index once.
     *
     * @param requirements pinned by version and hash
     * @param progress told when something slow begins
     * @return its interpreter
     * @throws BenchFailure if Python is missing or too old, or the packages cannot be had
     */
    public static Path python(Path requirements, Consumer<String> progress) {
        String chosen = Optional.ofNullable(System.getenv("LOOKALIKE_PYTHON")).orElse("python3");
        Path folder = CacheFolder.resolve().resolve("bench").resolve("peers-" + fingerprint(requirements));
        Path python = folder.resolve("bin").resolve("python");
        FolderLock.holding(folder, () -> {
            if (!Files.exists(folder.resolve(COMPLETE)) || !Files.isExecutable(python)) {
                make(chosen, folder, python, requirements, progress);
            }
        });
        return python;
    }

    private static String fingerprint(Path requirements) {
        try {
            return Sha256.of(requirements).substring(0, FINGERPRINT_LENGTH);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + requirements, e);
        }
    }

    private static void make(String chosen, Path folder, Path python, Path requirements, Consumer<String> progress)
            throws IOException {
        progress.accept("making a Python environment (once)");
        Files.createDirectories(folder);
        run(List.of(chosen, "-m", "venv", "--clear", folder.toString()), "install Python 3.11 or later with venv");
        List<String> install = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
        install.addAll(List.of("--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"));
        install.addAll(List.of("--only-binary", ":all:", "--requirement", requirements.toString()));
        run(install, "it needs Python 3.11 or later and the package index");
        Files.write(folder.resolve(COMPLETE), new byte[0]);
    }

    private static void run(List<String> command, String advice) {
        Command.Result result = Command.run(command, LIMIT);
        if (!result.succeeded()) {
            throw new BenchFailure("a Python environment cannot be made (%s; --no-peer leaves it out):%n%s"
                    .formatted(advice, result.output()));
        }
    }
}
