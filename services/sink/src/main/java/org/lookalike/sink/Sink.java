package org.lookalike.sink;

import java.time.InstantSource;
import org.lookalike.events.Stage;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.schemas.Topics;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.milvus.MilvusVectorStore;

/** Consumes {@code vectors} into Milvus; commits its offsets once Milvus has acknowledged the rows. */
public final class Sink {
    private Sink() {}

    public static void main(String[] arguments) {
        ServiceRunner.run("sink", arguments, SinkConfig::from, Sink::assemble);
    }

    /** Puts the service together. */
    public static void assemble(SinkConfig config, Platform platform) {
        VectorStore store = platform.own(MilvusVectorStore.open(config.milvus()));
        Records records = new Records(platform.codec());
        Quarantine quarantine = new Quarantine(Stage.SINK, records, platform.metrics(), InstantSource.system());
        SinkHandler handler = new SinkHandler(
                new VectorRows(platform.codec()), quarantine, new Collections(store), platform.metrics());
        platform.consume(Topics.VECTORS, config.group(), config.maxRecords(), handler);
    }
}
