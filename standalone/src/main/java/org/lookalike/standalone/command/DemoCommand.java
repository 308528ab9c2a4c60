package org.lookalike.standalone.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.labels.FolderClasses;
import org.lookalike.cli.indexing.FolderPublisher;
import org.lookalike.cli.indexing.ImagePublisher;
import org.lookalike.cli.indexing.IndexCommand;
import org.lookalike.cli.indexing.IndexConfig;
import org.lookalike.cli.indexing.IndexRun;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.ProgressBar;
import org.lookalike.cli.search.SearchClients;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.refit.RefitConfig;
import org.lookalike.refit.fit.FitConfig;
import org.lookalike.simulation.InspectionLine;
import org.lookalike.spaces.map.ImageMapFeed;
import org.lookalike.standalone.demo.DemoReport;
import org.lookalike.standalone.demo.DemoSearches;
import org.lookalike.standalone.demo.DemoSpace;
import org.lookalike.standalone.demo.RunSummary;
import org.lookalike.standalone.demo.SimulationPublisher;
import org.lookalike.standalone.system.StandaloneSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job from end to end: start everything, index images, search with some of them, shutdown. */
@Command(
        name = "demo",
        description = "Start everything, index a folder or archive (or pictures of its own), search, and shutdown.")
public final class DemoCommand implements Callable<Integer> {
    private static final int SHOWN_SEARCHES = 3;
    private static final int SHOWN_HITS = 5;
    /** Enough for figures that are stable to a hundredth or two, few enough for a demo. */
    private static final int JUDGED_QUERIES = 300;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(
            paramLabel = "FOLDER|ZIP",
            arity = "0..1",
            description = "The pictures (default: those of a synthetic line).")
    private @Nullable Path path;

    @Option(names = "--once", description = "Exit after the searches.")
    private boolean once;

    @Mixin
    private RefitOption refit = new RefitOption();

    @Option(names = "--json", paramLabel = "FILE", description = "Write a summary of the run to this file.")
    private @Nullable Path json;

    @Option(names = "--force", description = "Also publish pictures that are already indexed.")
    private boolean force;

    @Option(
            names = "--pictures",
            defaultValue = "600",
            description = "How many pictures the synthetic line makes (default: ${DEFAULT-VALUE}).")
    private int images;

    @Override
    public Integer call() throws InterruptedException {
        ShutdownLatch shutdown = new ShutdownLatch();
        // A demo that ends after its answers ends before the first refit would.
        List<String> flags = refit.over(system.flags(), once ? false : null);
        try (StandaloneSystem running = StandaloneSystem.start(system.state(), flags, Console::step, shutdown::fail)) {
            shutdown.closeOnShutdown(running);
            RunSummary summary = run(system.read(IndexConfig::from));
            if (json != null) {
                summary.write(json);
            }
            if (!once && wantsSpace(flags)) {
                space(summary);
            }
            if (once) {
                return shutdown.failed() || summary.indexed() == 0 ? 1 : 0;
            }
            StartReport.print(running.addresses(), system.state());
            return shutdown.await();
        }
    }

    private RunSummary run(IndexConfig config) throws InterruptedException {
        ProgressBar bar = Console.progressBar();
        try (ImagePublisher publishing = publishing(config)) {
            Console.step("indexing %d pictures".formatted(publishing.total()));
            IndexRun.Result result = new IndexRun(config).run(publishing, bar);
            IndexCommand.print(result);
            Map<String, String> labels = publishing instanceof SimulationPublisher simulated
                    ? FolderClasses.keepClasses(simulated.parts())
                    : FolderClasses.byFolder(result.indexed());
            return search(config, publishing.total(), result, labels);
        }
    }

    private static boolean wantsSpace(List<String> flags) {
        return !flags.contains("--standalone.refit=false");
    }

    /** Clusters and a map, unless an earlier run has made them and nothing has come since. */
    private void space(RunSummary summary) throws InterruptedException {
        KafkaConfig kafka = system.kafka();
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            KafkaClients clients = new KafkaClients(kafka);
            boolean made = !ImageMapFeed.read(clients, codec).id().isEmpty();
            if (summary.indexed() > 0 || !made) {
                FitConfig config = system.read(RefitConfig::from).fit();
                new DemoSpace(kafka, codec, config, Console::step).make();
            }
        }
    }

    private ImagePublisher publishing(IndexConfig config) {
        if (path != null) {
            return new FolderPublisher(config, path, null, force);
        }
        return new SimulationPublisher(new KafkaClients(config.kafka()), new InspectionLine(1), images);
    }

    private static RunSummary search(
            IndexConfig config, long total, IndexRun.Result result, Map<String, String> labels) {
        List<RunSummary.Search> shown = new ArrayList<>();
        RunSummary.Retrieval retrieval = null;
        try (SearchClient client = SearchClients.open(config.kafka())) {
            DemoSearches searches = new DemoSearches(client);
            for (String query : chosen(labels.isEmpty() ? result.indexed() : labels.keySet(), SHOWN_SEARCHES)) {
                RunSummary.Search search = searches.search(
                        query, SearchQuery.byImageId(query).k(SHOWN_HITS).build());
                DemoReport.search(search, labels);
                shown.add(search);
            }
            if (!labels.isEmpty()) {
                retrieval = searches.retrieval(labels, chosen(labels.keySet(), JUDGED_QUERIES));
                DemoReport.retrieval(retrieval);
            }
        }
        Map<String, Integer> byCode = new TreeMap<>();
        result.refused().values().forEach(code -> byCode.merge(code, 1, Integer::sum));
        return new RunSummary(
                total,
                result.indexed().size(),
                result.unchanged().size(),
                result.refused().size(),
                byCode,
                result.refused(),
                result.seconds(),
                shown,
                retrieval);
    }

    /** Some ids, the same ones at every run on the same images. */
    private static List<String> chosen(Iterable<String> ids, int count) {
        TreeSet<String> sorted = new TreeSet<>();
        ids.forEach(sorted::add);
        List<String> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(1));
        return shuffled.subList(0, Math.min(count, shuffled.size()));
    }
}
