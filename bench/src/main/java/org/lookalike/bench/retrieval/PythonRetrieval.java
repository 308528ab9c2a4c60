package org.lookalike.bench.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lookalike.bench.worker.BenchFailure;
import org.lookalike.bench.worker.PeerEnvironment;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.provision.process.Command;

/** The same in numpy, in double precision, on the same features and splits. */
final class PythonRetrieval {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PythonRetrieval() {}

    /** @param home the folder {@code bench} */
    static Map<String, List<List<QueryFigures>>> run(
            Path home, FeatureSet set, List<boolean[]> splits, Consumer<String> progress) throws IOException {
        Path python = PeerEnvironment.python(home.resolve("peers").resolve("latent-requirements.txt"), progress);
        try (WorkFolder work = WorkFolder.create()) {
            Path rows = work.resolve("features");
            float[] values = set.features().values();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            Files.write(rows, bytes.array());
            ObjectNode request = MAPPER.createObjectNode();
            request.put("rows", rows.toString());
            request.put("width", set.features().width());
            request.set("labels", MAPPER.valueToTree(set.labels()));
            ArrayNode all = request.putArray("galleries");
            splits.forEach(split -> all.add(MAPPER.valueToTree(split)));
            Path asked = work.resolve("request.json");
            Files.writeString(asked, MAPPER.writeValueAsString(request));
            Path answered = work.resolve("answer.json");
            Command.Result result = Command.run(
                    List.of(
                            python.toString(),
                            home.resolve("peers").resolve("retrieval_peer.py").toString(),
                            asked.toString(),
                            answered.toString()),
                    LIMIT);
            if (!result.succeeded()) {
                throw new BenchFailure("plain Python fails (--no-peer leaves it out):%n%s".formatted(result.output()));
            }
            return figures(MAPPER.readTree(answered.toFile()));
        }
    }

    private static Map<String, List<List<QueryFigures>>> figures(JsonNode answer) {
        Map<String, List<List<QueryFigures>>> figures = new LinkedHashMap<>();
        answer.properties().forEach(variant -> {
            List<List<QueryFigures>> splits = new ArrayList<>();
            for (JsonNode split : variant.getValue()) {
                List<QueryFigures> queries = new ArrayList<>();
                for (JsonNode query : split) {
                    queries.add(new QueryFigures(
                            query.path(0).asDouble(),
                            query.path(1).asDouble(),
                            query.path(2).asDouble()));
                }
                splits.add(queries);
            }
            figures.put(variant.getKey(), splits);
        });
        return figures;
    }
}
