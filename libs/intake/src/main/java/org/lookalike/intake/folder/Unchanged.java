package org.lookalike.intake.folder;

import java.util.Map;
import java.util.Set;

/** Finds out which images are indexed already and need not be published again. */
@FunctionalInterface
public interface Unchanged {
    /** None is: everything is published. */
    Unchanged NONE = hashes -> Set.of();

    /**
     * Looks several images up at once.
     *
     * @param hashes the SHA-256 of the bytes as they are now, by image id
     * @return the ids that are indexed with exactly these bytes
     * @throws org.lookalike.platform.failure.TransientFailure to be called again after a backoff
     */
    Set<String> among(Map<String, String> hashes);
}
