package org.lookalike.bench.chaos.system;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.lookalike.embedded.milvus.EmbeddedMilvus;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.process.StartFailure;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;

/** The full Milvus server, or Milvus Lite where that cannot be had. Runs from its construction on. */
final class MilvusComponent implements Component {
    private final EmbeddedMilvus milvus;
    private final List<Link> links;
    private final boolean full;

    private MilvusComponent(EmbeddedMilvus milvus, boolean full, List<Link> links) {
        this.milvus = milvus;
        this.full = full;
        this.links = List.copyOf(links);
    }

    static MilvusComponent open(Path folder, int port, List<Link> links, boolean lite, Consumer<String> progress) {
        if (!lite) {
            try {
                PythonEnvironment python =
                        PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_SERVER, progress);
                return new MilvusComponent(EmbeddedMilvus.server(python, folder, port), true, links);
            } catch (StartFailure e) {
                progress.accept("NOT the full Milvus server, which cannot be started here (%s), but Milvus Lite"
                        .formatted(String.valueOf(e.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("")));
            }
        }
        PythonEnvironment python =
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_LITE, progress);
        return new MilvusComponent(EmbeddedMilvus.lite(python, folder, port), false, links);
    }

    /** Whether it is the full server. */
    boolean isFull() {
        return full;
    }

    String uri() {
        return milvus.uri();
    }

    @Override
    public String name() {
        return "milvus";
    }

    @Override
    public String kind() {
        return "milvus";
    }

    @Override
    public List<Link> links() {
        return links;
    }

    @Override
    public void start() {
        milvus.restart();
    }

    @Override
    public void kill() {
        milvus.kill();
    }

    @Override
    public void pause() {
        milvus.pause();
    }

    @Override
    public void resume() {
        milvus.resume();
    }

    @Override
    public boolean isAlive() {
        return milvus.isRunning();
    }

    @Override
    public String logTail() {
        return "";
    }

    @Override
    public void close() {
        milvus.close();
    }
}
