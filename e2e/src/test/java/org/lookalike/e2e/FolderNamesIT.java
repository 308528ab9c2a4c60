package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.cli.indexing.IndexRun;
import org.lookalike.testkit.log.ExpectedLogs;

/** Folders with every name that a disk gives a file. */
@ExpectedLogs("has a control character")
class FolderNamesIT {
    private static final String LONG = "\u753b".repeat(80) + "/" + "\u50cf".repeat(80) + "/" + "\u5199".repeat(40);

    @TempDir
    private Path folder;

    @Test
    void whatNoIdMayBeIsRefusedAloneAndTheSumAddsUp() throws Exception {
        SystemFixture system = SystemFixture.shared();
        SystemFixture.writeImages(folder, 3, 5);
        copy("picture-000.png", "b%E4r.png");
        copy("picture-000.png", "b%F6r.png");
        copy("picture-000.png", "tab%09x.png");
        copy("picture-000.png", URI.create(LONG).toASCIIString());
        Files.createFile(Path.of(URI.create(folder.toUri() + "Icon%0D")));

        IndexRun.Result first = system.index(folder, "odd", false);
        IndexRun.Result again = system.index(folder, "odd", false);
        IndexRun.Result forced = system.index(folder, "odd", true);

        assertThat(first.indexed()).hasSize(8).contains("odd/b%E4r.png", "odd/b%F6r.png");
        assertThat(first.refused()).isEqualTo(Map.of("odd/Icon\r", "INVALID_FIELD", "odd/tab\tx.png", "INVALID_FIELD"));
        assertThat(first.summary()).isEqualTo("10 found: 8 indexed, 0 unchanged, 2 refused, 0 unreadable");
        assertThat(again.summary()).isEqualTo("10 found: 0 indexed, 8 unchanged, 2 refused, 0 unreadable");
        assertThat(forced.summary()).isEqualTo(first.summary());
    }

    private void copy(String from, String escaped) throws Exception {
        Path to = Path.of(URI.create(folder.toUri() + escaped));
        Files.createDirectories(to.getParent());
        Files.copy(folder.resolve(from), to);
    }
}
