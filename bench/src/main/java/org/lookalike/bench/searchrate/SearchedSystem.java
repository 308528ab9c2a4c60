package org.lookalike.bench.searchrate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.lookalike.bench.system.SystemParts;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchClientConfig;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.query.Query;
import org.lookalike.sink.Sink;
import org.lookalike.spaces.Space;

/** A system with the sink and the query service as processes, and with pictures indexed. */
final class SearchedSystem implements AutoCloseable {
    private final SystemParts parts;
    private final Space space;

    /**
     * Starts it and fills it.
     *
     * @param encoder the encoder's folder; of pictures in requests, and of the space
     * @param images how many rows its collection has
     * @param full the full Milvus server, else Milvus Lite
     */
    SearchedSystem(Path encoder, int images, boolean full, Consumer<String> progress) throws Exception {
        EncoderDescription description = EncoderFolder.read(encoder).description();
        parts = new SystemParts(full, progress);
        boolean started = false;
        try {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("store.folder", parts.folder("images").toString());
            settings.put("encoder.folder", encoder.toString());
            settings.put("crashes.folder", parts.folder("crashes").toString());
            parts.service("the sink", Sink.class, settings);
            parts.service("the query service", Query.class, settings);
            space = fill(Space.raw(description.id(), SyntheticVectors.FEATURES), images, progress);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private Space fill(Space raw, int images, Consumer<String> progress) throws InterruptedException {
        progress.accept("indexing %,d vectors of %d dimensions".formatted(images, raw.dimensions()));
        parts.clients().define(raw);
        parts.clients().sendVectors(new SyntheticVectors(), images, raw.encoderId());
        parts.await(() -> parts.clients().isFilled(parts.clients().current(raw)));
        return parts.clients().current(raw);
    }

    /** A client as an application has it. */
    SearchClient client(int inFlight) {
        KafkaConfig kafka = parts.clients().kafka();
        return SearchClient.open(SearchClientConfig.at(kafka.bootstrapServers(), kafka.registryUrl())
                .withMaxInFlight(inFlight));
    }

    /** Milvus's address. */
    String milvusUri() {
        return parts.milvus().uri();
    }

    /** The collection that is searched. */
    String collection() {
        return space.collection();
    }

    @Override
    public void close() {
        parts.close();
    }
}
