package org.lookalike.cli.indexing;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.ProgressBar;
import org.lookalike.cli.system.SystemOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a folder or archive into a running system. */
@Command(
        name = "index",
        description = "Index the pictures of a folder or archive (ZIP, tar, tar.gz) in a running system.")
public final class IndexCommand implements Callable<Integer> {
    private static final int SHOWN_UNREADABLE = 20;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "FOLDER|ZIP", description = "Where the pictures are.")
    private Path path = Path.of("");

    @Option(names = "--source", description = "The pictures' source (default: the folder's name).")
    private @Nullable String source;

    @Option(names = "--force", description = "Also publish pictures that are already indexed.")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
        IndexConfig config = system.read(IndexConfig::from);
        try (FolderPublisher run = new FolderPublisher(config, path, source, force)) {
            ProgressBar bar = Console.progressBar();
            IndexRun.Result result = new IndexRun(config).run(run, bar);
            print(result);
            return 0;
        }
    }

    /** The sum, one line per code, and the first files that could not be read. */
    public static void print(IndexRun.Result result) {
        Console.line(result.summary());
        Map<String, Integer> byCode = new TreeMap<>();
        result.refused().values().forEach(code -> byCode.merge(code, 1, Integer::sum));
        byCode.forEach((code, count) -> Console.line("refused %d with %s".formatted(count, code)));
        if (!result.refused().isEmpty()) {
            Console.line("more about them: ./lookalike quarantine list");
        }
        result.unreadable().entrySet().stream()
                .limit(SHOWN_UNREADABLE)
                .forEach(file -> Console.line("cannot read %s: %s".formatted(file.getKey(), file.getValue())));
    }
}
