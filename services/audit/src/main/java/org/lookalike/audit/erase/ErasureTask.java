package org.lookalike.audit.erase;

import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.lookalike.audit.ledger.ArrivedState;
import org.lookalike.audit.ledger.ImageLedger;
import org.lookalike.audit.ledger.ImageState;
import org.lookalike.audit.ledger.LedgerCursor;
import org.lookalike.audit.ledger.LedgerProcessor.LedgerTask;
import org.lookalike.imaging.store.StoredObject;
import org.lookalike.schemas.Sha256;

/**
 * Has erased what a partition's ledger says is to be erased: at each tombstone, and again and again while it goes through the
 * ledger, so that nothing is forgotten. Only {@link #unreferenced} may be called from any thread.
 */
public final class ErasureTask implements LedgerTask {
    private static final int SLICE = 10_000;

    private final ImageLedger ledger;
    private final StoreErasures objects;
    private final TopicErasures topics;
    private final OrphanSweep sweep;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<Search> searches = new ConcurrentLinkedQueue<>();
    private @Nullable Search search;
    private final LedgerCursor cursor;

    /** @param seen what was found so far, all objects to begin with */
    private record Search(Unreferenced seen, CompletableFuture<Unreferenced> found) {}

    public ErasureTask(ImageLedger ledger, StoreErasures objects, TopicErasures topics, OrphanSweep sweep) {
        this.ledger = ledger;
        this.cursor = new LedgerCursor(ledger);
        this.objects = objects;
        this.topics = topics;
        this.sweep = sweep;
        sweep.add(this);
    }

    /** The partition. */
    int partition() {
        return ledger.partition();
    }

    /**
     * Those of some objects that no image of the partition names, in a pass through the ledger that begins after this call. It
     * fails if the partition goes to another instance.
     *
     * @param keys by {@link StoredObject#key}
     */
    CompletableFuture<Unreferenced> unreferenced(Set<String> keys) {
        Search wanted = new Search(new Unreferenced(new HashSet<>(keys), new HashSet<>()), new CompletableFuture<>());
        searches.add(wanted);
        return wanted.found();
    }

    @Override
    public void deleted(String imageId, ImageState state) {
        erase(imageId, state);
        topics.forget(imageId);
    }

    @Override
    public void hidden(String imageId, String topic, long offset) {
        // Concerns the collections alone.
    }

    @Override
    public void runOnce() {
        for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
            next.run();
        }
        if (search == null && cursor.isAtBeginning()) {
            search = searches.poll();
        }
        boolean atEnd = cursor.advance(SLICE, (id, state) -> {
            visit(id, state);
            return true;
        });
        if (atEnd && search != null) {
            search.found().complete(search.seen());
            search = null;
        }
    }

    private void visit(String id, ImageState state) {
        erase(id, state);
        ArrivedState arrived = state.arrived();
        if (arrived == null) {
            if (state.deletedOffset() >= 0) {
                topics.forget(id);
            }
        } else if (!arrived.supersededUris().isEmpty()) {
            List<String> uris = arrived.supersededUris();
            objects.sweep(
                    id, uris, () -> later(() -> ledger.put(id, ledger.get(id).sweptSuperseded(uris))));
        }
        if (search != null) {
            Unreferenced seen = search.seen();
            state.uris().forEach(uri -> seen.keys().remove(StoredObject.key(uri)));
            if (state.deletedOffset() >= 0) {
                seen.deletedIdHashes().add(Sha256.of(id));
            }
        }
    }

    private void erase(String id, ImageState state) {
        List<String> uris = state.doomed();
        if (!uris.isEmpty()) {
            // An event that was published again after its tombstone names the same bytes.
            List<String> named =
                    state.arrived() == null ? List.of() : state.arrived().uris();
            List<String> unnamed =
                    uris.stream().filter(uri -> !named.contains(uri)).toList();
            objects.erase(
                    id, unnamed, () -> later(() -> ledger.put(id, ledger.get(id).erased(uris))));
        }
    }

    /** Callbacks come on other threads; the ledger belongs to this task's. */
    private void later(Runnable action) {
        inbox.add(action);
    }

    @Override
    public void close() {
        sweep.remove(this);
        inbox.clear();
        if (search != null) {
            search.found().cancel(false);
        }
        for (Search waiting = searches.poll(); waiting != null; waiting = searches.poll()) {
            waiting.found().cancel(false);
        }
    }
}
