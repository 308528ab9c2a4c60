package org.lookalike.vectorstore.milvus;

import java.nio.file.Path;
import org.lookalike.embedded.cache.CacheFolder;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.embedded.python.PythonEnvironment;
import org.lookalike.embedded.python.PythonRequirements;

final class MilvusServerIT extends MilvusContract {
    @Override
    protected EmbeddedMilvus start(Path folder) {
        PythonEnvironment python =
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_SERVER, sentence -> {});
        return EmbeddedMilvus.server(python, folder, 0);
    }
}
