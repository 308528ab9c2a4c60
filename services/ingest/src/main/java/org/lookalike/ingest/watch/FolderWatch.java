package org.lookalike.ingest.watch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.intake.folder.FolderIndexer;
import org.lookalike.intake.folder.IndexListener;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.operations.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AuditSample into the watched folders again and again; polling, because network drives announce nothing. A folder that cannot
 * be read is waited for. Runs until it is interrupted.
 */
public final class FolderWatch implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FolderWatch.class);
    private static final String PART = "ingest-watch";

    private final WatchConfig config;
    private final List<WatchedFolder> folders;
    private final Health health;
    private boolean unwell;

    public FolderWatch(WatchConfig config, FolderConfig options, FolderIndexer indexer, Health health) {
        this.config = config;
        this.health = health;
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
                lookOnce();
                TimeUnit.MILLISECONDS.sleep(config.interval().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() throws InterruptedException {
        boolean well = true;
        for (WatchedFolder folder : folders) {
            try {
                folder.look(new Waiting());
            } catch (TransientFailure | PermanentFailure e) {
                well = false;
                suffer(String.valueOf(e.getMessage()));
            }
        }
        if (well) {
            recover();
        }
    }

    private void suffer(String reason) {
        health.degraded(PART, reason);
        if (!unwell) {
            unwell = true;
            LOGGER.atWarn().log("watching waits: {}", reason);
        }
    }

    private void recover() {
        if (unwell) {
            unwell = false;
            health.recovered(PART);
            LOGGER.atInfo().log("watching goes on");
        }
    }

    private final class Waiting implements IndexListener {
        @Override
        public void waiting(String reason) {
            suffer(reason);
        }

        @Override
        public void resumed() {
            recover();
        }
    }
}
