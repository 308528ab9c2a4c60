package org.lookalike.bench.soak;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.console.BenchEnvironment;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.worker.EmbedderStage;
import org.lookalike.bench.worker.StoredSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run soak}. */
@Command(
        name = "soak",
        description = "The embedder's resident memory over many pictures.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SoakCommand implements Callable<Integer> {
    @Option(names = "--pictures", defaultValue = "50000", description = "At least so many (default: 50000).")
    private int images;

    @Option(names = "--encoder", description = "An encoder's folder (default: the default encoder).")
    private @Nullable Path encoder;

    @Option(names = "--json", description = "Leave the results in this file.")
    private @Nullable Path json;

    @Option(names = "--plot", description = "Draw the results into this SVG file.")
    private @Nullable Path plot;

    @Override
    public Integer call() throws Exception {
        SoakResult result = new SoakResult(Machine.here(), soak());
        BenchEnvironment.print(result.table());
        BenchEnvironment.write(json, result.json());
        BenchEnvironment.write(plot, result.plot());
        return 0;
    }

    private List<SoakResult.Sample> soak() throws Exception {
        try (EmbedderStage stage =
                new EmbedderStage(BenchEnvironment.encoder(encoder), Map.of(), BenchEnvironment::progress)) {
            StoredSet stored = new StoredSet(BenchEnvironment.smallImages(1), stage.store());
            List<SoakResult.Sample> samples = new ArrayList<>();
            long start = System.nanoTime();
            long done = 0;
            for (int turn = 0; done < images; turn++) {
                done += stage.broker()
                        .run(stored.events("soak-" + turn), stage.worker(), record -> {})
                        .images();
                long resident = ResidentMemory.of(stage.worker().pid());
                samples.add(new SoakResult.Sample(done, (System.nanoTime() - start) / 1e9, resident));
                BenchEnvironment.progress("%d of %d pictures, %d MiB".formatted(done, images, resident >> 20));
            }
            return samples;
        }
    }
}
