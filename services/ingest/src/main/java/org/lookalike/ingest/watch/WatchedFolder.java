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
 * One watched folder: knows which of its files are published and which are still growing. A file that disappears is
 * forgotten here, not deleted anywhere else. Used by one thread.
 */
final class WatchedFolder {
    private final Folder folder;
    private final FolderConfig options;
    private final Duration settleTime;
    private final WatchJournal journal;
    private final FolderIndexer indexer;
    private final LongSupplier nanoTime;
    private final Map<String, Sighting> growing = new HashMap<>();
    private @Nullable Map<String, Fingerprint> published;

    private record Sighting(Fingerprint fingerprint, long sinceNanos) {}

    /** @param nanoTime a clock that never steps back */
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
     * AuditSample once, and takes in the files that have settled.
     *
     * @throws org.lookalike.platform.failure.TransientFailure if the folder or the journal cannot be read
     * @throws org.lookalike.platform.failure.PermanentFailure if the folder is none
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
            Marking marking = new Marking(listener);
            try {
                indexer.index(settled, Urgency.LIVE, Unchanged.NONE, marking);
            } finally {
                known.putAll(marking.done);
                growing.keySet().removeAll(marking.done.keySet());
                journal.append(marking.done);
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
            Sighting sighting = growing.get(file.path());
            if (sighting == null || !sighting.fingerprint().equals(fingerprint)) {
                sighting = new Sighting(fingerprint, nanoTime.getAsLong());
                growing.put(file.path(), sighting);
            }
            if (nanoTime.getAsLong() - sighting.sinceNanos() >= settleTime.toNanos()) {
                settled.add(file);
            }
        }
        growing.keySet().retainAll(present);
        known.keySet().retainAll(present);
        return settled;
    }

    /** Remembers what is published; what could not be read is looked at again. */
    private static final class Marking implements IndexListener {
        private final IndexListener next;
        private final Map<String, Fingerprint> done = new HashMap<>();

        private Marking(IndexListener next) {
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
