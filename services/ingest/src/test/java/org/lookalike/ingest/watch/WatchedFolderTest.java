package org.lookalike.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ImageArrived;
import org.lookalike.ingest.watch.WatchConfig.Folder;
import org.lookalike.intake.fixture.AcceptorFixture;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.intake.folder.FolderIndexer;
import org.lookalike.intake.folder.IndexListener;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("Quarantine quarantined")
final class WatchedFolderTest {
    private static final Duration SETTLE = Duration.ofSeconds(3);

    @TempDir
    Path temporary;

    private final AcceptorFixture fixture = new AcceptorFixture();
    private final AtomicLong now = new AtomicLong();

    @Test
    void takesAFileOnceItHasSettled() throws Exception {
        WatchedFolder watched = watched();
        write("a.png", TestUploads.png(1));

        scan(watched);
        pass(Duration.ofSeconds(2));
        scan(watched);
        assertThat(fixture.allArrived()).isEmpty();
        pass(Duration.ofSeconds(1));
        scan(watched);
        scan(watched);

        assertThat(fixture.allArrived()).extracting(ImageArrived::getImageId).containsExactly("line/a.png");
    }

    @Test
    void waitsForAFileThatStillGrows() throws Exception {
        WatchedFolder watched = watched();
        write("a.png", Arrays.copyOf(TestUploads.png(1), 40));
        scan(watched);
        pass(SETTLE);
        write("a.png", TestUploads.png(1));
        scan(watched);
        assertThat(fixture.producer.history()).isEmpty();

        pass(SETTLE);
        scan(watched);

        assertThat(fixture.allArrived()).hasSize(1);
    }

    @Test
    void quarantinesABrokenFileOnce() throws Exception {
        WatchedFolder watched = watched();
        write("a.png", TestUploads.random());

        settleAndLook(watched);
        settleAndLook(watched);

        assertThat(fixture.allQuarantined()).hasSize(1);
    }

    @Test
    void publishesAFileAgainWhenItIsReplaced() throws Exception {
        WatchedFolder watched = watched();
        write("a.png", TestUploads.png(1));
        settleAndLook(watched);
        write("a.png", TestUploads.png(2000));
        Files.setLastModifiedTime(
                temporary.resolve("line/a.png"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));

        settleAndLook(watched);

        assertThat(fixture.allArrived()).hasSize(2);
    }

    @Test
    void remembersOverARestartWhatWasPublished() throws Exception {
        write("a b.png", TestUploads.png(1));
        settleAndLook(watched());
        write("c.png", TestUploads.png(2));

        settleAndLook(watched());

        assertThat(fixture.allArrived())
                .extracting(ImageArrived::getImageId)
                .containsExactly("line/a b.png", "line/c.png");
    }

    @Test
    void refusesANameThatNoIdMayBeOnceEvenOverARestart() throws Exception {
        write("Icon\r", new byte[0]);
        write("a.png", TestUploads.png(1));
        settleAndLook(watched());

        settleAndLook(watched());

        assertThat(fixture.allQuarantined()).hasSize(1);
        assertThat(fixture.allArrived()).hasSize(1);
    }

    @Test
    void readsAJournalThatACrashCutWithinACharacter() throws Exception {
        write("a.png", TestUploads.png(1));
        write("\u753b.png", TestUploads.png(2));
        settleAndLook(watched());
        Path journal;
        try (Stream<Path> files = Files.list(temporary.resolve("journal"))) {
            journal = files.findFirst().orElseThrow();
        }
        byte[] line = "9 9 \u753b".getBytes(StandardCharsets.UTF_8);
        Files.write(journal, Arrays.copyOf(line, line.length - 1), StandardOpenOption.APPEND);

        settleAndLook(watched());

        assertThat(fixture.allArrived()).hasSize(2);
    }

    @Test
    void tellsOfAFolderThatIsNotThere() {
        WatchedFolder watched = watched();

        assertThatThrownBy(() -> scan(watched))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("line");
    }

    private WatchedFolder watched() {
        FolderConfig options =
                Settings.read(List.of(), Map.of(), FolderConfig::from).config();
        Folder folder = new Folder("line", temporary.resolve("line"));
        return new WatchedFolder(
                folder,
                options,
                SETTLE,
                WatchJournal.of(temporary.resolve("journal"), folder),
                new FolderIndexer(
                        options,
                        AcceptorFixture.LIMITS.maxBytes(),
                        fixture.acceptor,
                        fixture.quarantine,
                        fixture.sender),
                now::get);
    }

    private void settleAndLook(WatchedFolder watched) throws InterruptedException {
        scan(watched);
        pass(SETTLE);
        scan(watched);
    }

    private static void scan(WatchedFolder watched) throws InterruptedException {
        watched.scan(IndexListener.SILENT);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = temporary.resolve("line").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
