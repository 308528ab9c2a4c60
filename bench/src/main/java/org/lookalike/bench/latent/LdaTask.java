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
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.discriminant.Lda;
import org.lookalike.latent.discriminant.LdaModel;
import org.lookalike.latent.discriminant.LdaOptions;
import org.lookalike.latent.matrix.Rows;

/** Linear discriminant analysis with the same shrinkage for every system; predicted classes are compared. */
final class LdaTask implements Task {
    private static final double SHRINKAGE = .1;
    /** Group centres lie close enough for classes to overlap. */
    private static final double APART = .2;

    private final int count;
    private final int width;
    private final int classes;
    private @Nullable Rows rows;
    private @Nullable LdaModel model;
    private @Nullable Path folder;

    LdaTask(int count, int width, int classes) {
        this.count = count;
        this.width = width;
        this.classes = classes;
    }

    @Override
    public String name() {
        return "lda %d x %d, %d classes".formatted(count, width, classes);
    }

    @Override
    public void prepare(Path where) throws IOException {
        folder = where;
        rows = SyntheticRows.of(count, width, classes, APART, 4);
        Numbers.write(where.resolve("rows"), rows.values());
    }

    @Override
    public void fit(int threads) {
        model = Lda.fit(
                Objects.requireNonNull(rows),
                IntStream.range(0, count).map(i -> i % classes).toArray(),
                LdaOptions.defaults().withShrinkage(SHRINKAGE).withThreads(threads));
    }

    @Override
    public Optional<ObjectNode> request(PythonPeer peer) {
        if (!peer.name().equals(LatentBenchmark.SCIKIT_LEARN)) {
            return Optional.empty();
        }
        return Optional.of(new ObjectMapper()
                .createObjectNode()
                .put("task", "lda")
                .put("rows", path("rows").toString())
                .put("width", width)
                .put("classes", classes)
                .put("shrinkage", SHRINKAGE)
                .put("result", path("classes").toString()));
    }

    @Override
    public Map<String, Double> agreement(Map<String, JsonNode> answers, PythonPeer reference) throws IOException {
        LdaModel ours = Objects.requireNonNull(model);
        Rows sample = Objects.requireNonNull(rows);
        float[] theirs = Numbers.read(path("classes"));
        int[] told =
                IntStream.range(0, count).map(i -> ours.classify(sample.row(i))).toArray();
        Map<String, Double> agreement = new LinkedHashMap<>();
        agreement.put("same_class_told", share(i -> told[i] == (int) theirs[i]));
        agreement.put("right_class_told", share(i -> told[i] == i % classes));
        return agreement;
    }

    private double share(IntPredicate holds) {
        return (double) IntStream.range(0, count).filter(holds).count() / count;
    }

    private Path path(String name) {
        return Objects.requireNonNull(folder).resolve(name);
    }
}
