package org.lookalike.embedded.milvus;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.Launch;
import org.lookalike.provision.process.Readiness;
import org.lookalike.provision.python.PythonEnvironment;

/** Milvus Lite. It opens its port only when it has loaded its data. */
record MilvusLiteProgram(PythonEnvironment python, Path folder, int port) implements MilvusProgram {
    /**
     * Rows that are not flushed yet are turned into Python floats at every search and compared one by one; only flushed
     * rows have an index. Its default of 128 MiB keeps some 20,000 rows of 1,280 dimensions that way.
     */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("MILVUS_LITE_MEMTABLE_MEMORY_LIMIT_BYTES", String.valueOf(1 << 20));

    @Override
    public ChildProcess start() {
        List<String> command = List.of(
                python.executable("milvus-lite").toString(),
                "server",
                "--data-dir",
                folder.resolve("data").toString(),
                // Its default is every address of the machine.
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                // One request at a time: it guards neither the opening of a collection nor its writes from one another,
                // so that requests side by side lose rows that it has acknowledged.
                "--max-workers",
                "1");
        Launch launch = new Launch("Milvus Lite", command, folder, folder.resolve("milvus.log"));
        return ChildProcess.start(launch.withEnvironment(ENVIRONMENT), Readiness.port(port));
    }
}
