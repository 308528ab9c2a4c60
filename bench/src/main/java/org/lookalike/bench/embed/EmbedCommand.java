package org.lookalike.bench.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.bench.images.ImageSet;
import org.lookalike.bench.images.LargeImages;
import org.lookalike.bench.report.EmbedJson;
import org.lookalike.bench.report.EmbedPlot;
import org.lookalike.bench.report.EmbedTable;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run embed}. */
@Command(
        name = "embed",
        description = "The embedder against the ceiling of this machine's pipeline, and against a Python worker.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class EmbedCommand implements Callable<Integer> {
    private static final int LARGE_COUNT = 24;
    private static final int LARGE_REPEATS = 8;
    private static final int QUICK_EVERY = 8;
    private static final int QUICK_LARGE_COUNT = 8;
    private static final int QUICK_LARGE_REPEATS = 3;

    /** Which images to measure with. */
    enum Images {
        DEMO,
        LARGE,
        BOTH
    }

    @Option(names = "--rounds", description = "Rounds (default: 5, with --quick 1).")
    private int rounds;

    @Option(names = "--quick", description = "One round with few pictures: shows that it works, measures little.")
    private boolean quick;

    @Option(
            names = "--pictures",
            defaultValue = "BOTH",
            description = "demo, large (12 megapixels) or both (default: both).")
    private Images images = Images.BOTH;

    @Option(names = "--device", defaultValue = "CPU", description = "cpu, cuda or tensorrt (default: cpu).")
    private Device device = Device.CPU;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(
            names = "--threads",
            description = "Threads that decode, and threads within one inference (default: one per core).")
    private int threads;

    @Option(
            names = "--setting",
            description = "A further setting of the embedder, such as embedder.batch.max-size=8; repeatable.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--java-option", description = "A further option of the embedder's JVM; repeatable.")
    private List<String> javaOptions = new ArrayList<>();

    @Option(names = "--peer-batch", defaultValue = "16", description = "The Python worker's micro-batch (default: 16).")
    private int peerBatch;

    @Option(names = "--no-peer", description = "Leave the Python worker out.")
    private boolean noPeer;

    @Option(names = "--json", description = "Write the results to this file.")
    private @Nullable Path json;

    @Option(names = "--plot", description = "Draw the results into this SVG file.")
    private @Nullable Path plot;

    @Override
    public Integer call() throws Exception {
        EmbedResult result = new EmbedBenchmark(plan()).run();
        BenchEnvironment.print(EmbedTable.of(result));
        BenchEnvironment.write(json, EmbedJson.of(result));
        BenchEnvironment.write(plot, EmbedPlot.of(result));
        return 0;
    }

    private EmbedPlan plan() {
        if (rounds < 0 || threads < 0 || peerBatch < 1) {
            throw new IllegalArgumentException("--rounds is %d, --threads %d, --peer-batch %d: they must be positive"
                    .formatted(rounds, threads, peerBatch));
        }
        int allRounds = rounds > 0 ? rounds : quick ? 1 : 5;
        int allThreads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        return new EmbedPlan(
                BenchEnvironment.home(),
                BenchEnvironment.encoder(encoder),
                device,
                allThreads,
                allRounds,
                quick,
                sets(),
                settings,
                javaOptions,
                noPeer ? 0 : peerBatch,
                BenchEnvironment::progress);
    }

    private List<ImageSet> sets() {
        List<ImageSet> sets = new ArrayList<>();
        if (images != Images.LARGE) {
            sets.add(BenchEnvironment.smallImages(quick ? QUICK_EVERY : 1));
        }
        if (images != Images.DEMO) {
            sets.add(LargeImages.load(
                    BenchEnvironment.home().resolve("target").resolve("pictures"),
                    quick ? QUICK_LARGE_COUNT : LARGE_COUNT,
                    quick ? QUICK_LARGE_REPEATS : LARGE_REPEATS));
        }
        return sets;
    }
}
