package org.lookalike.bench.generation;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.lookalike.audit.Audit;
import org.lookalike.bench.system.SystemClients;
import org.lookalike.bench.system.SystemParts;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.platform.lifecycle.OwnedResources;
import org.lookalike.sink.Sink;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;

/** A system with a full Milvus server, and with the sink and the audit as processes. */
final class GenerationStage implements AutoCloseable {
    private static final String PLAIN = "plain";

    private final OwnedResources resources = new OwnedResources();
    private final Consumer<String> progress;
    private final SystemParts parts;
    private final SystemClients clients;
    private final VectorStore store;
    private final SyntheticVectors synthetic = new SyntheticVectors();

    GenerationStage(Consumer<String> progress) throws IOException {
        this.progress = progress;
        parts = resources.own(new SystemParts(true, progress));
        boolean started = false;
        try {
            clients = parts.clients();
            store = resources.own(
                    VectorStores.open(VectorStoreConfig.at(parts.milvus().uri())));
            parts.service("the sink", Sink.class, Map.of("spaces.auto-activate", "false"));
            parts.service(
                    "the audit",
                    Audit.class,
                    Map.of("store.folder", parts.folder("pictures").toString()));
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    VectorStore store() {
        return store;
    }

    /** Publishes the vectors. */
    void publish(int vectors) {
        progress.accept("publishing %,d vectors of %,d dimensions".formatted(vectors, SyntheticVectors.FEATURES));
        clients.sendVectors(synthetic, vectors, SyntheticVectors.ENCODER);
    }

    /** The rows' vectors in the space. */
    float[][] projected(Space space, int vectors) {
        float[][] projected = new float[vectors][];
        for (int number = 0; number < vectors; number++) {
            projected[number] = space.place(synthetic.features(number)).vector();
        }
        return projected;
    }

    /**
     * How long a generation took.
     *
     * @param space with its collection
     * @param seconds until its group had committed everything, from the space's definition on
     * @param readySeconds until it was counted and ready
     */
    record Built(Space space, double seconds, double readySeconds) {}

    /** Defines a space and waits until its generation is ready; a space before it, other than the active one, is dropped. */
    Built build(Space defined) throws InterruptedException {
        long start = System.nanoTime();
        clients.define(defined);
        parts.await(() -> clients.isFilled(clients.current(defined)));
        double seconds = (System.nanoTime() - start) / 1e9;
        parts.await(() -> clients.spaces().generation(defined.id()).state() == State.READY);
        double readySeconds = (System.nanoTime() - start) / 1e9;
        Space space = clients.current(defined);
        if (clients.spaces().activation().isPresent()) {
            clients.drop(space);
            parts.await(() -> !store.collections().contains(space.collection()));
        }
        return new Built(space, seconds, readySeconds);
    }

    /** Activates the space whose searches the sink must not slow down. */
    void activate(Space space) {
        clients.activate(space);
    }

    /** How many seconds the plain loop takes to insert them. */
    double insertPlainly(float[][] projected) {
        store.ensureCollection(PLAIN, SyntheticVectors.DIMENSIONS);
        try {
            return PlainInserts.run(parts.milvus().uri(), PLAIN, projected);
        } finally {
            store.drop(PLAIN);
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
