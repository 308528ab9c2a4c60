package org.lookalike.bench.accuracy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.bench.images.BenchImage;
import org.lookalike.bench.worker.WorkFolder;
import org.lookalike.encoding.prepare.Quantization;
import org.lookalike.encoding.prepare.QuantizedEncoder;
import org.lookalike.imaging.decode.DecodeLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run accuracy}. */
@Command(
        name = "accuracy",
        description = "What int8, half-precision vectors and reduced decoding cost: cosines, and precision at 10.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AccuracyCommand implements Callable<Integer> {
    private static final int LARGE_COUNT = 24;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(
            names = "--int8",
            description = "Its int8 version's folder (default: one calibrated on the small pictures, for this run).")
    private @Nullable Path int8;

    @Option(
            names = "--method",
            defaultValue = Quantization.DEFAULT_METHOD,
            description = "How that one's ranges are found: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Quantization.Method method = Quantization.Method.valueOf(Quantization.DEFAULT_METHOD);

    @Option(
            names = "--enlarged-every",
            defaultValue = "4",
            description = "Enlarge each so many-th labelled picture fourfold (default: ${DEFAULT-VALUE}).")
    private int enlargedEvery;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds in which both encoders are timed (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (enlargedEvery < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "--enlarged-every is %d and --rounds %d: they must be positive".formatted(enlargedEvery, rounds));
        }
        Path original = BenchEnvironment.encoder(encoder);
        try (WorkFolder work = WorkFolder.create()) {
            AccuracyResult result = new AccuracyBenchmark(
                            original,
                            int8 != null ? int8 : quantized(original, work.resolve("int8")),
                            BenchEnvironment.labelledImages(),
                            BenchEnvironment.largeImages(LARGE_COUNT),
                            enlargedEvery,
                            rounds,
                            BenchEnvironment::progress)
                    .run();
            BenchEnvironment.print(AccuracyReport.table(result));
            BenchEnvironment.write(json, AccuracyReport.json(result));
        }
        return 0;
    }

    private Path quantized(Path original, Path target) {
        List<BenchImage> images =
                new ArrayList<>(BenchEnvironment.smallImages(1).images());
        Collections.shuffle(images, new Random(1));
        return QuantizedEncoder.make(
                        BenchEnvironment.encoderPython(),
                        original,
                        images.stream().map(BenchImage::bytes).iterator(),
                        DecodeLimits.defaults(),
                        new Quantization(Quantization.DEFAULT_IMAGES, method, 8),
                        target,
                        BenchEnvironment::progress)
                .encoder()
                .folder();
    }
}
