package org.lookalike.sink;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.space.Space;

/** The spaces' collections, made when their first vector comes. Used by the loop's worker alone. */
final class Collections {
    private final VectorStore store;
    private final Set<Space> ensured = new HashSet<>();

    Collections(VectorStore store) {
        this.store = store;
    }

    /** Writes rows into the space's collection and returns once they are acknowledged. */
    void upsert(Space space, List<VectorRow> rows) {
        if (!ensured.contains(space)) {
            store.ensureCollection(space.collection(), space.dimensions());
            ensured.add(space);
        }
        try {
            store.upsert(space.collection(), rows);
        } catch (PermanentFailure e) {
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
            // Somebody dropped it under our feet: the next attempt makes it anew.
            ensured.remove(space);
            throw new TransientFailure("collection %s has gone".formatted(space.collection()), e);
        }
    }

    /** Takes the pictures out of every space. */
    void delete(List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        for (String collection : store.collections()) {
            if (Space.isCollection(collection)) {
                store.delete(collection, ids);
            }
        }
    }
}
