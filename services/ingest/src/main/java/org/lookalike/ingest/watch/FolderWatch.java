package org.lookalike.ingest.watch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.intake.folder.FolderIndexer;
import org.lookalike.intake.folder.IndexListener;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.lookalike.platform.operations.Outage;

/**
 * Scans the watched folders periodically; polling, because network drives notify nobody. A folder that cannot be read is
 * retried. Runs until it is interrupted.
 */
public final class FolderWatch implements Runnable {
    private final WatchConfig config;
    private final List<WatchedFolder> folders;
    private final Outage outage;

    public FolderWatch(WatchConfig config, FolderConfig options, FolderIndexer indexer, Health health) {
        this.config = config;
        this.outage = new Outage("ingest-watch", health);
        this.folders = config.folders().stream()
                .map(folder -> new WatchedFolder(
                        folder,
                        options,
                        config.settleTime(),
                        WatchJournal.of(config.journal(), folder),
                        indexer,
                        System::nanoTime))
                .toList();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                scan();
                TimeUnit.MILLISECONDS.sleep(config.interval().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void scan() throws InterruptedException {
        boolean succeeded = true;
        for (WatchedFolder folder : folders) {
            try {
                folder.scan(new OutageListener());
            } catch (TransientFailure | PermanentFailure e) {
                succeeded = false;
                outage.begin(e);
            }
        }
        if (succeeded) {
            outage.end();
        }
    }

    private final class OutageListener implements IndexListener {
        @Override
        public void waiting(String reason) {
            outage.begin(new TransientFailure(reason));
        }

        @Override
        public void resumed() {
            outage.end();
        }
    }
}
