package org.lookalike.bench.latent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** One computation, by us and by peers. Made, prepared, fitted any number of times, compared, dropped. */
interface Task {
    /** Its name in the table and in JSON. */
    String name();

    /** How often every system fits in a round; {@code planned} unless a fit takes long. */
    default int repeats(int planned) {
        return planned;
    }

    /** Makes the data and writes it where peers find it. */
    void prepare(Path folder) throws IOException;

    /** Computes it; called once before anything else, and the result of the last call is compared. */
    void fit(int threads);

    /**
     * What a peer must be asked to compute the same, but for the number of threads and of repeats.
     *
     * @return nothing where it cannot; its answer says under {@code seconds} how long the fastest fit took
     */
    Optional<ObjectNode> request(PythonPeer peer);

    /**
     * How far results agree, by name, in order.
     *
     * @param answers the last answer of each peer that was asked, by the peer's name
     * @param reference a peer to compute with, untimed
     */
    Map<String, Double> agreement(Map<String, JsonNode> answers, PythonPeer reference) throws IOException;
}
