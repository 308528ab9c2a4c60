package org.lookalike.intake.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.intake.fixture.AcceptorFixture;
import org.lookalike.intake.fixture.TestUploads;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Urgency;
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs("Quarantine quarantined")
final class FolderIndexerTest {
    @TempDir
    Path temporary;

    private final AcceptorFixture fixture = new AcceptorFixture();
    private final FolderConfig config =
            Settings.read(List.of(), Map.of(), FolderConfig::from).config();
    private final FolderIndexer indexer = new FolderIndexer(
            config, AcceptorFixture.LIMITS.maxBytes(), fixture.acceptor, fixture.quarantine, fixture.sender);

    @Test
    void indexesAFolderByPathInAStableOrder() throws Exception {
        Path demo = temporary.resolve("demo");
        write(demo, "images/metal/b.png", TestUploads.png(2));
        write(demo, "images/metal/a.png", TestUploads.png(1));
        write(demo, "labels.csv", TestUploads.text());
        write(demo, ".hidden/c.png", TestUploads.png(3));
        write(demo, "images/.d.png", TestUploads.png(4));

        IndexSummary summary = index(demo, null);

        assertThat(summary.accepted()).isEqualTo(2);
        assertThat(summary.refused()).isEmpty();
        assertThat(fixture.allArrived())
                .extracting(ImageArrived::getImageId)
                .containsExactly("demo/images/metal/a.png", "demo/images/metal/b.png");
        assertThat(fixture.allArrived().get(0).getSource()).isEqualTo("demo");
        assertThat(fixture.allArrived().get(0).getAttributes())
                .isEqualTo(Map.of("path", "images/metal/a.png", "folder", "metal"));
    }

    @Test
    void quarantinesRefusedFilesWithTheirBytesAndGoesOn() throws Exception {
        Path demo = temporary.resolve("demo");
        write(demo, "broken/empty.jpg", new byte[0]);
        write(demo, "broken/noext_garbage", TestUploads.random());
        write(demo, "broken/text_named.jpg", TestUploads.text());
        write(demo, "broken/notes.txt", TestUploads.text());
        write(demo, "broken/huge.png", new byte[5000]);
        write(demo, "z.png", TestUploads.png(1));

        IndexSummary summary = index(demo, null);

        assertThat(summary.accepted()).isEqualTo(1);
        assertThat(summary.refused())
                .isEqualTo(Map.of(
                        ErrorCode.IMAGE_EMPTY, 1L,
                        ErrorCode.IMAGE_UNKNOWN_FORMAT, 1L,
                        ErrorCode.IMAGE_IS_TEXT, 2L,
                        ErrorCode.IMAGE_TOO_MANY_BYTES, 1L));
        ImageQuarantined garbage = fixture.allQuarantined().stream()
                .filter(refused -> refused.getImageId().endsWith("noext_garbage"))
                .findFirst()
                .orElseThrow();
        assertThat(fixture.store.get(URI.create(garbage.getUri()), 4096)).isEqualTo(TestUploads.random());
        assertThat(garbage.getSource()).isEqualTo("demo");
    }

    @Test
    void doesNotRepeatTheTopFolderOfAnArchive() throws Exception {
        Path archive = archive(
                "demo.zip", Map.of("demo/images/a.png", TestUploads.png(1), "demo/labels.csv", TestUploads.text()));

        index(archive, null);
        index(archive, "line 7");

        assertThat(fixture.allArrived())
                .extracting(ImageArrived::getImageId)
                .containsExactly("demo/images/a.png", "line 7/images/a.png");
    }

    @Test
    void keepsTheTopFoldersOfAnArchiveThatHasSeveral() throws Exception {
        Path archive = archive("demo.zip", Map.of("demo/a.png", TestUploads.png(1), "other/b.png", TestUploads.png(2)));

        index(archive, null);

        assertThat(fixture.allArrived())
                .extracting(ImageArrived::getImageId)
                .containsExactly("demo/demo/a.png", "demo/other/b.png");
    }

    @Test
    void refusesArchiveEntriesThatPointOutOfIt() throws Exception {
        Path archive =
                archive("demo.zip", Map.of("../../evil.png", TestUploads.png(1), "good.png", TestUploads.png(2)));

        IndexSummary summary = index(archive, null);

        assertThat(summary.accepted()).isEqualTo(1);
        assertThat(summary.refused()).isEqualTo(Map.of(ErrorCode.INVALID_FIELD, 1L));
        assertThat(temporary.getParent().resolve("evil.png")).doesNotExist();
    }

    @Test
    void readsNoFurtherThanTheLimitIntoAnArchivesEntry() throws Exception {
        Path archive = archive("bomb.zip", Map.of("bomb.png", new byte[10 << 20]));

        assertThat(index(archive, null).refused()).isEqualTo(Map.of(ErrorCode.IMAGE_TOO_MANY_BYTES, 1L));
    }

    @Test
    void leavesUnchangedImagesAlone() throws Exception {
        Path demo = temporary.resolve("demo");
        write(demo, "a.png", TestUploads.png(1));
        write(demo, "b.png", TestUploads.png(2));

        IndexSummary summary;
        try (ImageSource images = ImageSource.open(demo, null, config)) {
            summary = indexer.index(
                    images.files(), Urgency.BACKFILL, hashes -> Set.of("demo/a.png"), IndexListener.SILENT);
        }

        assertThat(summary.unchanged()).isEqualTo(1);
        assertThat(fixture.allArrived()).extracting(ImageArrived::getImageId).containsExactly("demo/b.png");
    }

    @Test
    void waitsAnOutageOut() throws Exception {
        Path demo = temporary.resolve("demo");
        write(demo, "a.png", TestUploads.png(1));
        write(demo, "b.txt.png", TestUploads.text());
        fixture.store.setDown(true);
        AtomicInteger waits = new AtomicInteger();
        IndexListener listener = new IndexListener() {
            @Override
            public void waiting(String reason) {
                waits.incrementAndGet();
            }
        };

        CompletableFuture<IndexSummary> indexing = CompletableFuture.supplyAsync(() -> {
            try (ImageSource images = ImageSource.open(demo, null, config)) {
                return indexer.index(images.files(), Urgency.BACKFILL, Unchanged.NONE, listener);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> waits.get() == 1);
        fixture.store.setDown(false);

        assertThat(indexing.get().accepted()).isEqualTo(1);
        assertThat(indexing.get().refusedInAll()).isEqualTo(1);
    }

    @Test
    void isNotLedAstrayByALoopOfLinks() throws Exception {
        Path demo = temporary.resolve("demo");
        write(demo, "a.png", TestUploads.png(1));
        Files.createSymbolicLink(demo.resolve("loop"), demo);
        FolderConfig following = Settings.read(
                        List.of("--ingest.folder.follow-links=true"), Map.of(), FolderConfig::from)
                .config();

        try (ImageSource images = ImageSource.open(demo, null, following)) {
            assertThat(images.files()).extracting(ImageFile::path).containsExactly("a.png");
        }
    }

    @Test
    void tellsOfEachImageOnceTheBrokerHasIt() throws Exception {
        Path demo = temporary.resolve("demo");
        write(demo, "a.png", TestUploads.png(1));
        write(demo, "b.png", TestUploads.text());
        List<String> observed = new ArrayList<>();

        try (ImageSource images = ImageSource.open(demo, null, config)) {
            indexer.index(images.files(), Urgency.BACKFILL, Unchanged.NONE, new IndexListener() {
                @Override
                public void accepted(ImageFile file) {
                    observed.add("accepted " + file.imageId());
                }

                @Override
                public void refused(ImageFile file, ErrorCode code, String message) {
                    observed.add("refused " + file.imageId() + " " + code);
                }
            });
        }

        assertThat(observed).containsExactly("accepted demo/a.png", "refused demo/b.png IMAGE_IS_TEXT");
    }

    @Test
    void refusesAloneWhatNoIdMayBeAndAsksForTheOthersOnly() throws Exception {
        Path demo = temporary.resolve("demo");
        write(demo, "Icon\r", new byte[0]);
        write(demo, "tab\tx.png", TestUploads.png(1));
        write(demo, "\u753b".repeat(80) + "/" + "\u50cf".repeat(80) + "/" + "\u5199".repeat(40), TestUploads.png(2));
        write(demo, "z.png", TestUploads.png(3));
        Set<String> asked = new HashSet<>();

        IndexSummary summary;
        try (ImageSource images = ImageSource.open(demo, null, config)) {
            summary = indexer.index(
                    images.files(),
                    Urgency.BACKFILL,
                    hashes -> {
                        asked.addAll(hashes.keySet());
                        return Set.of();
                    },
                    IndexListener.SILENT);
        }

        assertThat(summary.accepted()).isEqualTo(2);
        assertThat(summary.refused()).isEqualTo(Map.of(ErrorCode.INVALID_FIELD, 2L));
        assertThat(asked).hasSize(2).allMatch(id -> ImageIds.problemWithId(id) == null);
    }

    @Test
    void shortensLongIdsByAHash() {
        String first = ImageNames.imageId("demo", "x".repeat(300) + "1");
        String second = ImageNames.imageId("demo", "x".repeat(300) + "2");

        assertThat(first).hasSize(256).startsWith("demo/xxx").isNotEqualTo(second);
    }

    @Test
    void refusesAFileThatIsNoArchive() throws Exception {
        write(temporary, "a.png", TestUploads.png(1));

        assertThatThrownBy(() -> index(temporary.resolve("a.png"), null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("a.png");
    }

    private IndexSummary index(Path path, String source) throws InterruptedException {
        try (ImageSource images = ImageSource.open(path, source, config)) {
            return indexer.index(images.files(), Urgency.BACKFILL, Unchanged.NONE, IndexListener.SILENT);
        }
    }

    private static void write(Path root, String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private Path archive(String name, Map<String, byte[]> entries) throws IOException {
        Path archive = temporary.resolve(name);
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return archive;
    }
}
