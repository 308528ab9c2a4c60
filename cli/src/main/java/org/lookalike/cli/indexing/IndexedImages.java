package org.lookalike.cli.indexing;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.lookalike.intake.folder.Unchanged;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorStore;

/** Knows which images are searchable already with the very same bytes, so that a second run is quick. */
final class IndexedImages implements Unchanged {
    private final VectorStore store;
    private final Space space;

    IndexedImages(VectorStore store, Space space) {
        this.store = store;
        this.space = space;
    }

    @Override
    public Set<String> among(Map<String, String> hashes) {
        Map<String, String> indexed;
        try {
            indexed = store.contentHashes(space.collection(), hashes.keySet());
        } catch (PermanentFailure e) {
            if (e.code() == ErrorCode.SPACE_NOT_READY) {
                // The sink makes the collection with the first vector: nothing is indexed yet.
                return Set.of();
            }
            throw e;
        }
        Set<String> unchanged = new HashSet<>();
        hashes.forEach((id, hash) -> {
            if (hash.equals(indexed.get(id))) {
                unchanged.add(id);
            }
        });
        return unchanged;
    }
}
