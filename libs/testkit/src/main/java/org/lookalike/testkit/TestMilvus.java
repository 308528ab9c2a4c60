package org.lookalike.testkit;

import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;

/**
 * The Milvus servers that the tests of one JVM share; a test may kill one if it restarts it. The first use on a
 * machine fetches the Python packages into the user's cache folder.
 */
public final class TestMilvus {

    private static final SharedServer<EmbeddedMilvus> LITE = new SharedServer<>(
            "milvus-lite", folder -> EmbeddedMilvus.lite(python(PythonRequirements.MILVUS_LITE), folder, 0));
    private static final SharedServer<EmbeddedMilvus> FULL = new SharedServer<>(
            "milvus-server", folder -> EmbeddedMilvus.server(python(PythonRequirements.MILVUS_SERVER), folder, 0));

    private TestMilvus() {}

    /** Milvus Lite, started at the first call. */
    public static EmbeddedMilvus lite() {
        return LITE.get();
    }

    /** The full Milvus server, started at the first call. */
    public static EmbeddedMilvus server() {
        return FULL.get();
    }

    private static PythonEnvironment python(PythonRequirements requirements) {
        return PythonEnvironment.provision(CacheFolder.resolve(), requirements, sentence -> {});
    }
}
