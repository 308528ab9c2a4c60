package org.lookalike.intake.folder;

import java.util.Map;
import java.util.Set;

/** Tells which images are indexed already and need not be published again. */
@FunctionalInterface
public interface Unchanged {
    /** Everything is published. */
    Unchanged NONE = hashes -> Set.of();

    /**
     * Checks several images at once.
     *
     * @param hashes the SHA-256 of the bytes as they are now, by image id
     * @return the ids that are indexed with these very bytes
     * @throws org.lookalike.platform.failure.TransientFailure to be asked again after a pause
     */
    Set<String> among(Map<String, String> hashes);
}
