package org.lookalike.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.Ownership;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * One space's collection in one incarnation, which the generation controller has created. It is never created here: a collection
 * that is gone has lost what was written to it, and is built again from the beginning of its topic. Used by one thread at a
 * time.
 */
final class SpaceCollection {
    /** As many rows in a row are not each refused for a reason of its own. */
    private static final int MAX_REFUSED_OF_NONE_WRITTEN = 8;

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
     * collection. Where the store refuses the rows, they are halved until those stand alone that it does not take.
     *
     * @param ownership asked before each write
     * @return the rows that the store refuses
     * @throws TransientFailure if the store does not answer; if the collection is gone, until the generation controller has
     *     noticed; if the store refuses all rows of many, which is not the rows' fault
     * @throws InterruptedException if the rows are another instance's to write
     */
    List<RefusedRow> upsert(List<VectorRow> rows, Ownership ownership) throws InterruptedException {
        List<RefusedRow> refused = new ArrayList<>();
        if (!rows.isEmpty()) {
            upsert(rows, ownership, refused, 0);
        }
        return refused;
    }

    /** Returns how many rows are written by now. */
    private int upsert(List<VectorRow> rows, Ownership ownership, List<RefusedRow> refused, int written)
            throws InterruptedException {
        ownership.require();
        try {
            write(() -> store.upsert(space.collection(), rows));
            return written + rows.size();
        } catch (IllegalArgumentException e) {
            if (rows.size() == 1) {
                refused.add(new RefusedRow(rows.get(0).id(), e));
                if (written == 0 && refused.size() >= MAX_REFUSED_OF_NONE_WRITTEN) {
                    throw new TransientFailure(
                            "collection %s takes no row: %s".formatted(space.collection(), e.getMessage()), e);
                }
                return written;
            }
            int half = rows.size() / 2;
            int afterFirst = upsert(rows.subList(0, half), ownership, refused, written);
            return upsert(rows.subList(half, rows.size()), ownership, refused, afterFirst);
        }
    }

    /**
     * The origins of the images' rows, of those that have one; none while the collection is being filled, when most stores
     * cannot read it.
     */
    Map<String, RowOrigin> origins(Collection<String> ids) {
        if (ids.isEmpty() || !isCurrent() || spaces.get().generation(space.id()).state() != Generation.State.READY) {
            return Map.of();
        }
        try {
            return store.origins(space.collection(), ids);
        } catch (PermanentFailure e) {
            // The write finds out what has become of the collection.
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
            return Map.of();
        }
    }

    /**
     * Deletes images; those that it does not hold are no error.
     *
     * @throws TransientFailure as {@link #upsert}
     * @throws InterruptedException as {@link #upsert}
     */
    void delete(Collection<String> ids, Ownership ownership) throws InterruptedException {
        if (!ids.isEmpty()) {
            ownership.require();
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
