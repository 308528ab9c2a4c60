package org.lookalike.bench.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who the processor works for. */
enum PipelineStage {
    INGEST("ingest", "ingest"),
    EMBEDDER("embedder", "embedder"),
    SINK("sink", "sink"),
    MILVUS_CLIENTS("clients of Milvus", "grpc"),
    MILVUS("Milvus", PipelineStage.NONE),
    BROKER(
            "broker",
            "data-plane|kafka-|group-coordinator|transaction|Txn|AddPartitions|quorum|broker-|raft|ExpirationReaper"
                    + "|executor-|log-|controller"),
    REGISTRY("registry", PipelineStage.NONE),
    AUDIT("audit", "audit"),
    REFIT("refit", "refit"),
    QUERY("query", "query"),
    /** Publishes, and follows what was published. */
    BENCH("the bench itself", "main|bench|progress"),
    JVM("the JVM's compiler and collector", PipelineStage.NONE),
    OTHER("other threads", PipelineStage.NONE);

    private static final String NONE = "(?!)";
    private static final String PRODUCER = "kafka-producer-network-thread | ";
    private static final String ADMIN = "kafka-admin-client-thread | ";
    private static final String HEARTBEAT = "kafka-coordinator-heartbeat-thread | ";

    private final String title;
    private final Pattern threads;

    /** @param threads what the names of its threads begin with */
    PipelineStage(String title, String threads) {
        this.title = title;
        this.threads = Pattern.compile(threads);
    }

    String title() {
        return title;
    }

    /** By a thread's name; a client's thread is its owner's. */
    static PipelineStage ofThread(String name) {
        String owner = name;
        for (String prefix : List.of(PRODUCER, ADMIN, HEARTBEAT)) {
            if (name.startsWith(prefix)) {
                owner = name.substring(prefix.length());
            }
        }
        for (PipelineStage stage : values()) {
            if (stage.threads.matcher(owner).lookingAt()) {
                return stage;
            }
        }
        return OTHER;
    }

    /** By a child's command line. */
    static Optional<PipelineStage> ofProcess(String command) {
        if (command.contains("milvus")) {
            return Optional.of(MILVUS);
        }
        return command.contains("apicurio") ? Optional.of(REGISTRY) : Optional.empty();
    }
}
