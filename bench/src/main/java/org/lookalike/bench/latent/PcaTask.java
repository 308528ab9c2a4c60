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
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.matrix.Rows;

/**
 * Principal components. scikit-learn takes its fastest way for such rows, the covariance in single precision; both
 * results are compared with its own in double precision.
 */
final class PcaTask implements Task {
    private static final int GROUPS = 40;

    private final int count;
    private final int width;
    private final int dimensions;
    private @Nullable Rows rows;
    private @Nullable PcaModel model;
    private @Nullable Path folder;

    PcaTask(int count, int width, int dimensions) {
        this.count = count;
        this.width = width;
        this.dimensions = dimensions;
    }

    @Override
    public String name() {
        return "pca %d x %d to %d".formatted(count, width, dimensions);
    }

    @Override
    public void prepare(Path where) throws IOException {
        folder = where;
        rows = SyntheticRows.of(count, width, GROUPS, 1, 1);
        Numbers.write(where.resolve("rows"), rows.values());
    }

    @Override
    public void fit(int threads) {
        model = Pca.fit(
                Objects.requireNonNull(rows),
                PcaOptions.ofDimensions(dimensions).withThreads(threads));
    }

    @Override
    public Optional<ObjectNode> request(PythonPeer peer) {
        return peer.name().equals(LatentBenchmark.SCIKIT_LEARN)
                ? Optional.of(request("float32", "components-single"))
                : Optional.empty();
    }

    @Override
    public Map<String, Double> agreement(Map<String, JsonNode> answers, PythonPeer reference) throws IOException {
        PcaModel ours = Objects.requireNonNull(model);
        JsonNode exact = reference.ask(request("float64", "components-double").put("repeats", 1));
        double[] variance = new double[ours.dimensions()];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = ours.explainedVariance()[i];
        }
        Numbers.write(path("components-ours"), ours.components());
        JsonNode angles = reference.ask(angles("components-ours"));
        Map<String, Double> agreement = new LinkedHashMap<>();
        agreement.put("explained_share", ours.explainedShare());
        agreement.put("explained_variance_difference", sumDifference(variance, exact));
        agreement.put("explained_variance_difference_of_a_dimension", largestDifference(variance, exact));
        agreement.put("subspace_angle_degrees", angles.path("degrees").asDouble());
        agreement.put("subspace_overlap", angles.path("overlap").asDouble());
        JsonNode single = answers.get(LatentBenchmark.SCIKIT_LEARN);
        if (single != null) {
            JsonNode theirAngles = reference.ask(angles("components-single"));
            double[] theirs = variance(single);
            agreement.put("explained_variance_difference_of_scikit_learn", sumDifference(theirs, exact));
            agreement.put(
                    "explained_variance_difference_of_a_dimension_of_scikit_learn", largestDifference(theirs, exact));
            agreement.put(
                    "subspace_angle_degrees_of_scikit_learn",
                    theirAngles.path("degrees").asDouble());
        }
        agreement.put(
                "scikit_learn_double_precision_seconds", exact.path("seconds").asDouble());
        return agreement;
    }

    private ObjectNode request(String precision, String result) {
        return new ObjectMapper()
                .createObjectNode()
                .put("task", "pca")
                .put("rows", path("rows").toString())
                .put("width", width)
                .put("dimensions", dimensions)
                .put("solver", "covariance_eigh")
                .put("precision", precision)
                .put("result", path(result).toString());
    }

    private ObjectNode angles(String components) {
        return new ObjectMapper()
                .createObjectNode()
                .put("task", "angles")
                .put("width", width)
                .put("first", path(components).toString())
                .put("second", path("components-double").toString());
    }

    private Path path(String name) {
        return Objects.requireNonNull(folder).resolve(name);
    }

    private static double[] variance(JsonNode answer) {
        double[] variance = new double[answer.path("variance").size()];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = answer.path("variance").get(i).asDouble();
        }
        return variance;
    }

    private static double sumDifference(double[] variance, JsonNode exact) {
        double sum = 0;
        double expected = 0;
        for (int i = 0; i < variance.length; i++) {
            sum += variance[i];
            expected += exact.path("variance").get(i).asDouble();
        }
        return Math.abs(sum / expected - 1);
    }

    private static double largestDifference(double[] variance, JsonNode exact) {
        double max = 0;
        for (int i = 0; i < variance.length; i++) {
            double expected = exact.path("variance").get(i).asDouble();
            max = Math.max(max, Math.abs(variance[i] / expected - 1));
        }
        return max;
    }
}
