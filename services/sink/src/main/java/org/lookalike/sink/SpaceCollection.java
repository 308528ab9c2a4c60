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
 * One space's collection in one incarnation, which the generation controller has created. It is never created here: a collection
 * that is gone has lost what was written to it, and is built again from the beginning of its topic. Used by one thread at a
 * time.
 */
final class SpaceCollection {
    private final VectorStore store;
    private final Space space;
    private final Supplier<Spaces> spaces;

    /** @param spaces the present spaces: nothing is written for one that was dropped or has another collection now */
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
     * Writes rows and returns once they are acknowledged. Does nothing once the space has been dropped or is built in another
     * collection.
     *
     * @throws TransientFailure if the store does not answer, or the collection is gone: until the generation controller
     *     has noticed
     */
    void upsert(List<VectorRow> rows) {
        if (!rows.isEmpty()) {
            write(() -> store.upsert(space.collection(), rows));
        }
    }

    /**
     * Deletes images; those that it does not hold are no error.
     *
     * @throws TransientFailure as {@link #upsert}
     */
    void delete(Collection<String> ids) {
        if (!ids.isEmpty()) {
            write(() -> store.delete(space.collection(), ids));
        }
    }

    private void write(Runnable call) {
        if (!isCurrent()) {
            return;
        }
        try {
            call.run();
        } catch (PermanentFailure e) {
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
            if (isCurrent()) {
                throw new TransientFailure(
                        "collection %s is gone; the generation controller will build another one"
                                .formatted(space.collection()),
                        e);
            }
        }
    }

    private boolean isCurrent() {
        return spaces.get().alive().stream()
                .anyMatch(each -> each.equals(space) && each.incarnation().equals(space.incarnation()));
    }
}
