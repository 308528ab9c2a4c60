package org.lookalike.vectorstore.milvus;

import java.nio.file.Path;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;

final class MilvusLiteIT extends MilvusContract {
    @Override
    protected EmbeddedMilvus start(Path folder) {
        PythonEnvironment python =
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_LITE, sentence -> {});
        return EmbeddedMilvus.lite(python, folder, 0);
    }
}
