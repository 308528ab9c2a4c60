package org.lookalike.bench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lookalike.lab.evaluation.LabelledFolder;
import org.lookalike.lab.evaluation.Selection;
import org.lookalike.platform.failure.PermanentFailure;

/** Reads a table of labels. */
final class FuzzedCsv implements FuzzBody {
    private final Path folder;
    private final Path table;

    FuzzedCsv() {
        try {
            folder = Files.createTempDirectory("lookalike-fuzz-");
            table = folder.resolve("labels.csv");
            for (String name : List.of("a.png", "b.png")) {
                Files.createFile(folder.resolve(name)).toFile().deleteOnExit();
            }
            table.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run(byte[] input) throws IOException {
        Files.write(table, input);
        try {
            LabelledFolder.open(folder, Selection.ALL).close();
        } catch (IllegalArgumentException | PermanentFailure e) {
            return;
        }
    }
}
