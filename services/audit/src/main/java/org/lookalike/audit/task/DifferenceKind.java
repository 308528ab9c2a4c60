package org.lookalike.audit.task;

/** How topics, collections and image store may differ. */
public enum DifferenceKind {
    /** A vector has no row. */
    MISSING_ROW,
    /** A row was not made of the latest vector. */
    STALE_ROW,
    /** A row has no vector. */
    EXTRA_ROW,
    /** A vector has no event: its image was deleted. */
    ORPHAN_VECTOR,
    /** The embedder went past an event and left neither a vector nor a refusal. */
    SKIPPED_EMBEDDER,
    /** Nothing lies where the event says that the bytes are. */
    MISSING_BYTES
}
