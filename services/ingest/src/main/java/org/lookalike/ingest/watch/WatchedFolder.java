package org.lookalike.ingest.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lookalike.ingest.watch.WatchConfig.Folder;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.intake.folder.FolderIndexer;
import org.lookalike.intake.folder.ImageFile;
import org.lookalike.intake.folder.ImageSource;
import org.lookalike.intake.folder.IndexListener;
import org.lookalike.intake.folder.Unchanged;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Urgency;

/**
 * One watched folder: keeps track of which of its files are published and which are still being written. A file that
 * disappears is forgotten here and deleted nowhere. Used by one thread.
 */
final class WatchedFolder {
    private final Folder folder;
    private final FolderConfig options;
    private final Duration settleTime;
    private final WatchJournal journal;
    private final FolderIndexer indexer;
    private final LongSupplier nanoTime;
    private final Map<String, Observation> growing = new HashMap<>();
    private @Nullable Map<String, Fingerprint> published;

    private record Observation(Fingerprint fingerprint, long sinceNanos) {}

    /** @param nanoTime a monotonic clock */
    WatchedFolder(
            Folder folder,
            FolderConfig options,
            Duration settleTime,
            WatchJournal journal,
            FolderIndexer indexer,
            LongSupplier nanoTime) {
        this.folder = folder;
        this.options = options;
        this.settleTime = settleTime;
        this.journal = journal;
        this.indexer = indexer;
        this.nanoTime = nanoTime;
    }

    /**
     * Lists the folder and indexes the files that no longer change.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the folder or the journal cannot be read
     * @throws org.lookalike.platform.failure.PermanentFailure if it is no folder
     */
    void scan(IndexListener listener) throws InterruptedException {
        if (published == null) {
            published = journal.load();
        }
        Map<String, Fingerprint> known = published;
        try (ImageSource images = ImageSource.open(folder.path(), folder.source(), options)) {
            List<ImageFile> settled = settled(images.files(), known);
            if (settled.isEmpty()) {
                return;
            }
            PublishedRecorder recorder = new PublishedRecorder(listener);
            try {
                indexer.index(settled, Urgency.LIVE, Unchanged.NONE, recorder);
            } finally {
                known.putAll(recorder.done);
                growing.keySet().removeAll(recorder.done.keySet());
                journal.append(recorder.done);
            }
        }
    }

    private List<ImageFile> settled(List<ImageFile> files, Map<String, Fingerprint> known) {
        List<ImageFile> settled = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (ImageFile file : files) {
            Fingerprint fingerprint = Fingerprint.of(file);
            present.add(file.path());
            if (fingerprint.equals(known.get(file.path()))) {
                continue;
            }
            Observation observation = growing.get(file.path());
            if (observation == null || !observation.fingerprint().equals(fingerprint)) {
                observation = new Observation(fingerprint, nanoTime.getAsLong());
                growing.put(file.path(), observation);
            }
            if (nanoTime.getAsLong() - observation.sinceNanos() >= settleTime.toNanos()) {
                settled.add(file);
            }
        }
        growing.keySet().retainAll(present);
        known.keySet().retainAll(present);
        return settled;
    }

    /** Records what was published; a file that could not be read is tried again. */
    private static final class PublishedRecorder implements IndexListener {
        private final IndexListener next;
        private final Map<String, Fingerprint> done = new HashMap<>();

        private PublishedRecorder(IndexListener next) {
            this.next = next;
        }

        @Override
        public void accepted(ImageFile file) {
            done.put(file.path(), Fingerprint.of(file));
            next.accepted(file);
        }

        @Override
        public void refused(ImageFile file, ErrorCode code, String message) {
            done.put(file.path(), Fingerprint.of(file));
            next.refused(file, code, message);
        }

        @Override
        public void waiting(String reason) {
            next.waiting(reason);
        }

        @Override
        public void resumed() {
            next.resumed();
        }
    }
}
