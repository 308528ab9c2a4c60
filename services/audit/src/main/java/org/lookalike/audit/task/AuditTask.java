package org.lookalike.audit.task;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.lookalike.audit.erase.Erasures;
import org.lookalike.audit.ledger.ImageLedger;
import org.lookalike.audit.ledger.ImageState;
import org.lookalike.audit.ledger.LedgerProcessor.LedgerTask;
import org.lookalike.vectorstore.Buckets;

/** Goes through a partition's ledger all the time, a slice at each call. Only {@link #later} may be called from any thread. */
public final class AuditTask implements LedgerTask {
    private static final int SLICE = 20_000;

    private final ImageLedger ledger;
    private final Erasures erasures;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private int bucket;
    private String afterId = "";

    public AuditTask(ImageLedger ledger, Erasures erasures) {
        this.ledger = ledger;
        this.erasures = erasures;
    }

    @Override
    public void deleted(String imageId, ImageState state) {
        erase(imageId, state);
    }

    @Override
    public void runOnce() {
        for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
            next.run();
        }
        int[] seen = {0};
        int[] lastBucket = {bucket};
        String[] lastId = {afterId};
        boolean atEnd = ledger.scan(bucket, afterId, Buckets.COUNT, (id, state) -> {
            lastBucket[0] = Buckets.of(id);
            lastId[0] = id;
            visit(id, state);
            return ++seen[0] < SLICE;
        });
        bucket = atEnd ? 0 : lastBucket[0];
        afterId = atEnd ? "" : lastId[0];
    }

    private void visit(String id, ImageState state) {
        erase(id, state);
        if (state.arrived() != null && !state.arrived().supersededUris().isEmpty()) {
            List<String> uris = state.arrived().supersededUris();
            erasures.sweep(
                    id, uris, () -> later(() -> ledger.put(id, ledger.get(id).sweptSuperseded(uris))));
        }
    }

    private void erase(String id, ImageState state) {
        List<String> uris = state.doomed();
        if (!uris.isEmpty()) {
            // An event that was published again after its tombstone names the same bytes.
            List<String> unnamed = state.arrived() == null
                    ? uris
                    : uris.stream()
                            .filter(uri -> !state.arrived().uris().contains(uri))
                            .toList();
            erasures.erase(
                    id, unnamed, () -> later(() -> ledger.put(id, ledger.get(id).erased(uris))));
        }
    }

    /** Has something done with the ledger on the ledger's own thread, at its next call. */
    public void later(Runnable action) {
        inbox.add(action);
    }

    @Override
    public void close() {
        inbox.clear();
    }
}
