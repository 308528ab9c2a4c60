package org.lookalike.bench.latent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.map.MapQuality;
import org.lookalike.latent.map.Tsne;
import org.lookalike.latent.map.TsneOptions;
import org.lookalike.latent.matrix.Rows;

/**
 * A map, from the neighbour search to the last step, with the same perplexity and numbers of steps for everybody and
 * everything else as each does it by itself. How good maps are is computed in one way for all: the divergence exactly,
 * over every pair, from exact neighbours.
 */
final class TsneTask implements Task {
    private static final int GROUPS = 100;
    private static final double APART = 2;
    private static final double PERPLEXITY = 20;
    private static final int NEIGHBOURS = 10;

    private final int count;
    private final int width;
    private final int exaggerated;
    private final int further;
    private @Nullable Rows rows;
    private @Nullable Rows positions;
    private @Nullable Path folder;
    private int usedThreads = 1;

    TsneTask(int count, int width, int exaggerated, int further) {
        this.count = count;
        this.width = width;
        this.exaggerated = exaggerated;
        this.further = further;
    }

    @Override
    public String name() {
        return "t-sne %d x %d, %d + %d steps".formatted(count, width, exaggerated, further);
    }

    @Override
    public int repeats(int planned) {
        // It takes long enough to be measured at once.
        return 1;
    }

    @Override
    public void prepare(Path where) throws IOException {
        folder = where;
        rows = SyntheticRows.of(count, width, GROUPS, APART, 5);
        Numbers.write(where.resolve("rows"), rows.values());
    }

    @Override
    public void fit(int threads) {
        usedThreads = threads;
        positions = Tsne.fit(Objects.requireNonNull(rows), options()).positions();
    }

    private TsneOptions options() {
        return TsneOptions.defaults()
                .withPerplexity(PERPLEXITY)
                .withIterations(exaggerated + further, exaggerated)
                .withThreads(usedThreads);
    }

    @Override
    public Optional<ObjectNode> request(PythonPeer peer) {
        if (!peer.name().equals(LatentBenchmark.OPEN_TSNE)) {
            return Optional.empty();
        }
        return Optional.of(new ObjectMapper()
                .createObjectNode()
                .put("task", "tsne")
                .put("rows", path("rows").toString())
                .put("width", width)
                .put("perplexity", PERPLEXITY)
                .put("exaggerated", exaggerated)
                .put("further", further)
                .put("result", path("positions").toString()));
    }

    @Override
    public Map<String, Double> agreement(Map<String, JsonNode> answers, PythonPeer reference) throws IOException {
        Map<String, Double> agreement = new LinkedHashMap<>();
        put(agreement, "", Objects.requireNonNull(positions));
        if (!answers.isEmpty()) {
            put(agreement, "_of_openTSNE", Rows.of(Numbers.read(path("positions")), 2));
        }
        return agreement;
    }

    private void put(Map<String, Double> agreement, String whose, Rows map) {
        Rows sample = Objects.requireNonNull(rows);
        MapQuality quality = MapQuality.of(sample, map, NEIGHBOURS, usedThreads);
        agreement.put("KL_divergence" + whose, Tsne.divergence(sample, map, options()));
        agreement.put("kNN-10_preservation" + whose, quality.preservation());
        agreement.put("trustworthiness" + whose, quality.trustworthiness());
    }

    private Path path(String name) {
        return Objects.requireNonNull(folder).resolve(name);
    }
}
