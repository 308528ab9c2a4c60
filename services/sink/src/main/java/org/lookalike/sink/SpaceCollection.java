package org.lookalike.sink;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** One space's collection, made when its first vector comes. Used by one thread at a time. */
final class SpaceCollection {
    private final VectorStore store;
    private final Space space;
    private final Predicate<Space> alive;
    private boolean ensured;

    /** @param alive whether the space was not dropped: one that was is not made again */
    SpaceCollection(VectorStore store, Space space, Predicate<Space> alive) {
        this.store = store;
        this.space = space;
        this.alive = alive;
    }

    Space space() {
        return space;
    }

    /**
     * Writes rows and returns once they are acknowledged. Does nothing once the space has been dropped.
     *
     * @throws TransientFailure if the store does not answer, the collection was dropped meanwhile, or holds vectors of
     *     other dimensions
     */
    void upsert(List<VectorRow> rows) {
        if (rows.isEmpty() || !alive.test(space)) {
            return;
        }
        if (!ensured) {
            ensure();
            ensured = true;
        }
        try {
            store.upsert(space.collection(), rows);
        } catch (PermanentFailure e) {
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
            ensured = false;
            if (!alive.test(space)) {
                return;
            }
            // Somebody took it away under our feet: the next attempt makes it anew.
            throw new TransientFailure("collection %s has gone".formatted(space.collection()), e);
        }
    }

    private void ensure() {
        try {
            store.ensureCollection(space.collection(), space.dimensions());
        } catch (IllegalArgumentException e) {
            // The pictures are sound, so none is refused: somebody must take the collection away.
            throw new TransientFailure("space %s: %s".formatted(space.id(), e.getMessage()), e);
        }
    }

    /** Takes pictures out; those that it does not hold are no error. */
    void delete(Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        try {
            store.delete(space.collection(), ids);
        } catch (PermanentFailure e) {
            // Not made yet, or dropped: then the pictures are not there either.
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
        }
    }
}
