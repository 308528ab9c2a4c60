package org.lookalike.audit.erase;

import java.util.Set;

/**
 * Of some objects of the image store, what a pass through a partition's ledger found. Not thread-safe.
 *
 * @param keys those that no image of the partition names, by {@link org.lookalike.imaging.store.StoredObject#key}
 * @param deletedIdHashes SHA-256 of each id of the partition that has a tombstone
 */
record Unreferenced(Set<String> keys, Set<String> deletedIdHashes) {}
