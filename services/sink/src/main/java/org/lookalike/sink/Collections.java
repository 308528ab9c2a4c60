package org.lookalike.sink;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** The spaces' collections, made when their first vector comes. Used by the loop's worker alone. */
final class Collections {
    private final VectorStore store;
    private final Set<Space> ensured = new HashSet<>();

    Collections(VectorStore store) {
        this.store = store;
    }

    /**
     * Writes rows into the space's collection and returns once they are acknowledged.
     *
     * @throws PermanentFailure INVALID_FIELD if the collection holds vectors of other dimensions; nothing was written
     * @throws TransientFailure if the store does not answer, or the collection was dropped meanwhile
     */
    void upsert(Space space, List<VectorRow> rows) {
        if (!ensured.contains(space)) {
            ensure(space);
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

    private void ensure(Space space) {
        try {
            store.ensureCollection(space.collection(), space.dimensions());
        } catch (IllegalArgumentException e) {
            // A collection's name comes from the encoder's id alone: some event lies about its dimensions.
            throw new PermanentFailure(
                    ErrorCode.INVALID_FIELD,
                    "vectors of encoder %s with %d dimensions: %s"
                            .formatted(space.encoderId(), space.dimensions(), e.getMessage()),
                    e);
        }
    }

    /** Takes the pictures out of every space. */
    void delete(List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        for (String collection : store.collections()) {
            if (Space.isCollection(collection)) {
                deleteFrom(collection, ids);
            }
        }
    }

    private void deleteFrom(String collection, List<String> ids) {
        try {
            store.delete(collection, ids);
        } catch (PermanentFailure e) {
            // Dropped since it was listed: then the pictures are gone as well.
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
        }
    }
}
