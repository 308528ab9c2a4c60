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
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.cluster.KMeans;
import org.lookalike.latent.cluster.KMeansModel;
import org.lookalike.latent.cluster.KMeansOptions;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.Nearest;

/**
 * K-means on normalised rows, from the same initial centres for every system, and with the same stopping rule: scikit-learn gets our
 * tolerance, and faiss, which has none, the number of iterations that we took. Inertia is computed in one way for all.
 */
final class KMeansTask implements Task {
    private static final int GROUPS = 100;
    private static final int MAX_ITERATIONS = 25;
    private static final double TOLERANCE = 1e-4;

    private final int count;
    private final int width;
    private final int clusters;
    private @Nullable Rows rows;
    private @Nullable Rows start;
    private @Nullable KMeansModel model;
    private @Nullable Path folder;

    KMeansTask(int count, int width, int clusters) {
        this.count = count;
        this.width = width;
        this.clusters = clusters;
    }

    @Override
    public String name() {
        return "k-means %d x %d, k %d".formatted(count, width, clusters);
    }

    @Override
    public void prepare(Path where) throws IOException {
        folder = where;
        rows = SyntheticRows.of(count, width, GROUPS, 1, 2).normalised();
        // Different ones: each from its own stretch of rows.
        SplittableRandom random = new SplittableRandom(3);
        int stretch = count / clusters;
        start = rows.select(IntStream.range(0, clusters)
                .map(c -> c * stretch + random.nextInt(stretch))
                .toArray());
        Numbers.write(where.resolve("rows"), rows.values());
        Numbers.write(where.resolve("start"), start.values());
    }

    @Override
    public void fit(int threads) {
        model = KMeans.fitFrom(
                Objects.requireNonNull(rows),
                Objects.requireNonNull(start),
                KMeansOptions.ofClusters(clusters)
                        .withEnd(MAX_ITERATIONS, TOLERANCE)
                        .withThreads(threads));
    }

    @Override
    public Optional<ObjectNode> request(PythonPeer peer) {
        if (peer.name().equals(LatentBenchmark.OPEN_TSNE)) {
            return Optional.empty();
        }
        boolean faiss = peer.name().equals(LatentBenchmark.FAISS);
        return Optional.of(new ObjectMapper()
                .createObjectNode()
                .put("task", faiss ? "faiss-kmeans" : "kmeans")
                .put("rows", path("rows").toString())
                .put("width", width)
                .put("start", path("start").toString())
                .put("iterations", faiss ? Objects.requireNonNull(model).iterations() : MAX_ITERATIONS)
                .put("tolerance", TOLERANCE)
                .put("result", path(peer.name()).toString()));
    }

    @Override
    public Map<String, Double> agreement(Map<String, JsonNode> answers, PythonPeer reference) throws IOException {
        KMeansModel ours = Objects.requireNonNull(model);
        Map<String, Double> agreement = new LinkedHashMap<>();
        double inertia = inertia(ours.centres());
        agreement.put("inertia", inertia);
        agreement.put("iterations", (double) ours.iterations());
        for (Map.Entry<String, JsonNode> answer : answers.entrySet()) {
            Rows centres = Rows.of(Numbers.read(path(answer.getKey())), width);
            String peer = answer.getKey().replace('-', '_');
            agreement.put("inertia_ratio_to_" + peer, inertia / inertia(centres));
            agreement.put(
                    "iterations_of_" + peer,
                    answer.getValue().path("iterations").asDouble());
        }
        return agreement;
    }

    private double inertia(Rows centres) {
        Rows sample = Objects.requireNonNull(rows);
        return IntStream.range(0, count)
                .parallel()
                .mapToDouble(i -> Nearest.in(centres, sample.row(i)).distance())
                .map(distance -> distance * distance)
                .sum();
    }

    private Path path(String name) {
        return Objects.requireNonNull(folder).resolve(name);
    }
}
