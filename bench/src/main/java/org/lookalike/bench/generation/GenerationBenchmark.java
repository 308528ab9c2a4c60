package org.lookalike.bench.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.lookalike.bench.latency.Latencies;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.vectors.SyntheticVectors;
import org.lookalike.spaces.Space;

/** Builds the same rows by the sink and by a plain loop, alternately, while searches go on in a third collection. */
final class GenerationBenchmark {
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofMinutes(3);
    /** Of all cores; the searches take some. */
    private static final double AT_REST = 0.35;

    private final int vectors;
    private final int rounds;
    private final int searchesPerSecond;
    private final Consumer<String> progress;

    GenerationBenchmark(int vectors, int rounds, int searchesPerSecond, Consumer<String> progress) {
        this.vectors = vectors;
        this.rounds = rounds;
        this.searchesPerSecond = searchesPerSecond;
        this.progress = progress;
    }

    /**
     * One system's turn.
     *
     * @param seconds until the last row was acknowledged
     * @param searches meanwhile
     */
    record Turn(double seconds, Latencies searches) {}

    /**
     * The results.
     *
     * @param load the machine's load average before
     * @param quiet searches while nothing was built
     * @param plain the plain loop's turns
     * @param generation the sink's turns
     * @param readySeconds from the space's definition until it was counted and ready, of each of the sink's turns
     * @param failedSearches searches that were not answered, in all
     */
    record Result(
            Machine machine,
            double load,
            int vectors,
            int searchesPerSecond,
            Latencies quiet,
            List<Turn> plain,
            List<Turn> generation,
            List<Double> readySeconds,
            int failedSearches) {

        /** The sink's rate by the plain loop's, over all turns. */
        double ratio() {
            return sum(plain) / sum(generation);
        }

        private static double sum(List<Turn> turns) {
            return turns.stream().mapToDouble(Turn::seconds).sum();
        }
    }

    Result run() throws Exception {
        double load = Machine.load();
        try (GenerationStage stage = new GenerationStage(progress)) {
            stage.publish(vectors);
            progress.accept("building the space that is searched, which warms the sink up");
            Space live = stage.build(SyntheticVectors.space(0)).space();
            stage.activate(live);
            float[][] projected = stage.projected(live, vectors);
            List<Turn> plain = new ArrayList<>();
            List<Turn> generation = new ArrayList<>();
            List<Double> ready = new ArrayList<>();
            try (StoreSearchLoad searches =
                    new StoreSearchLoad(stage.store(), live.collection(), live.dimensions(), searchesPerSecond)) {
                settle(searches);
                progress.accept("searching while nothing is built");
                TimeUnit.MILLISECONDS.sleep(QUIET.toMillis());
                Latencies quiet = searches.take();
                for (int round = 0; round < rounds; round++) {
                    progress.accept("round %d: the plain loop".formatted(round + 1));
                    searches.forget();
                    double seconds = stage.insertPlainly(projected);
                    plain.add(new Turn(seconds, searches.take()));
                    settle(searches);
                    progress.accept("round %d: the sink".formatted(round + 1));
                    GenerationStage.Built built = stage.build(SyntheticVectors.space(round + 1));
                    generation.add(new Turn(built.seconds(), searches.take()));
                    ready.add(built.readySeconds());
                    settle(searches);
                }
                return new Result(
                        Machine.here(),
                        load,
                        vectors,
                        searchesPerSecond,
                        quiet,
                        plain,
                        generation,
                        ready,
                        searches.failed());
            }
        }
    }

    /** Milvus goes on for a while, even with what was dropped; the next turn must not pay for it. */
    private void settle(StoreSearchLoad searches) throws InterruptedException {
        if (!Machine.awaitRest(AT_REST, SETTLE)) {
            progress.accept("the machine does not come to rest; going on");
        }
        searches.forget();
    }
}
