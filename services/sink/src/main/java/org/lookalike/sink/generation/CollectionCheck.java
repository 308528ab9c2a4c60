package org.lookalike.sink.generation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.CollectionLoss;
import org.lookalike.spaces.ExpectedRows;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorStore;

/**
 * Notices that a space's collection is lost: gone, replaced by another one of the same name, or too short. Used by one thread.
 */
final class CollectionCheck {
    /** How often a collection is described and counted. That it is gone is noticed at once. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final VectorStore store;
    private final ExpectedRows expected;
    private final InstantSource clock;
    private final Map<String, Instant> due = new HashMap<>();

    /** @param expected how many rows ready collections must hold */
    CollectionCheck(VectorStore store, ExpectedRows expected, InstantSource clock) {
        this.store = store;
        this.expected = expected;
        this.clock = clock;
    }

    /**
     * What has happened to the collection, in one clause; empty where nothing has, as far as can be told.
     *
     * @param space in an incarnation whose collection was created
     * @param collections the names of all collections
     */
    Optional<String> lossOf(Space space, Generation generation, List<String> collections) {
        String collection = space.collection();
        if (!collections.contains(collection)) {
            return Optional.of("collection %s is gone".formatted(collection));
        }
        Instant now = clock.instant();
        if (now.isBefore(due.getOrDefault(collection, Instant.MIN))) {
            return Optional.empty();
        }
        due.keySet().retainAll(collections);
        due.put(collection, now.plus(INTERVAL));
        try {
            return CollectionLoss.of(
                    space,
                    generation,
                    store.identity(collection),
                    () -> store.count(collection),
                    () -> store.count(collection),
                    expected);
        } catch (PermanentFailure e) {
            if (e.code() != ErrorCode.SPACE_NOT_READY) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
