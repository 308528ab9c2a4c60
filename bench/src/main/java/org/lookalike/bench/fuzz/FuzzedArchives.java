package org.lookalike.bench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.intake.folder.ImageFile;
import org.lookalike.intake.folder.ImageSource;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;

/** Lists an archive and reads its entries. Each entry has an id of its own, and is read or refused. */
final class FuzzedArchives implements FuzzBody {
    private static final long MAX_BYTES = 1 << 16;

    private final FolderConfig config = Settings.read(
                    List.of("--ingest.archive.max-bytes=4MiB", "--ingest.archive.max-entries=1000"),
                    Map.of(),
                    FolderConfig::from)
            .config();
    private final Path archive;

    FuzzedArchives() {
        try {
            archive = Files.createTempFile("lookalike-fuzz-", ".zip");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        archive.toFile().deleteOnExit();
    }

    @Override
    public void run(byte[] input) throws IOException {
        Files.write(archive, input);
        try (ImageSource images = ImageSource.open(archive, "fuzz", config)) {
            Set<String> ids = new HashSet<>();
            for (ImageFile file : images.files()) {
                if (!ids.add(file.imageId())) {
                    throw new IllegalStateException("two entries have the id " + file.imageId());
                }
                read(file);
            }
        } catch (PermanentFailure e) {
            return;
        }
    }

    private static void read(ImageFile file) throws IOException {
        try {
            file.content().read(MAX_BYTES);
        } catch (PermanentFailure e) {
            return;
        }
    }
}
