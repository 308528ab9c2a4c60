package org.lookalike.sink;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * One space's collection, created when its first vector comes: opened where the space can be searched already, and otherwise
 * only created, which leaves the store more time for the searches of other spaces. Used by one thread at a time.
 */
final class SpaceCollection {
    private final VectorStore store;
    private final Space space;
    private final Supplier<Spaces> spaces;
    private boolean created;

    /** @param spaces the present spaces: the collection of one that was dropped is not created again */
    SpaceCollection(VectorStore store, Space space, Supplier<Spaces> spaces) {
        this.store = store;
        this.space = space;
        this.spaces = spaces;
    }

    Space space() {
        return space;
    }

    /** How many rows to hand over at once. */
    int rowsPerWrite() {
        return store.limits().rowsPerWrite();
    }

    /**
     * Writes rows and returns once they are acknowledged. Does nothing once the space has been dropped.
     *
     * @throws TransientFailure if the store does not answer, the collection was dropped meanwhile, or holds vectors of
     *     other dimensions
     */
    void upsert(List<VectorRow> rows) {
        if (rows.isEmpty() || !isAlive()) {
            return;
        }
        if (!created) {
            create();
            created = true;
        }
        try {
            store.upsert(space.collection(), rows);
        } catch (PermanentFailure e) {
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
            created = false;
            if (!isAlive()) {
                return;
            }
            // Somebody dropped it meanwhile: the next attempt creates it again.
            throw new TransientFailure("collection %s was dropped".formatted(space.collection()), e);
        }
    }

    private boolean isAlive() {
        return spaces.get().alive().contains(space);
    }

    private void create() {
        try {
            if (spaces.get().searchable(space.id()).isPresent()) {
                store.ensureCollection(space.collection(), space.dimensions());
            } else {
                store.createCollection(space.collection(), space.dimensions());
            }
        } catch (IllegalArgumentException e) {
            // Not the images' fault, so none is refused: somebody has to drop the collection.
            throw new TransientFailure("space %s: %s".formatted(space.id(), e.getMessage()), e);
        }
    }

    /** Deletes images; those that it does not hold are no error. */
    void delete(Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        try {
            store.delete(space.collection(), ids);
        } catch (PermanentFailure e) {
            // Not created yet, or dropped: then the images are not there either.
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
        }
    }
}
