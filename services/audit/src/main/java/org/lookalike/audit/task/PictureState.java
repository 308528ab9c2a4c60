package org.lookalike.audit.task;

/** The states of an accepted image, of which it is in exactly one at any moment. */
public enum PictureState {
    /** Its event waits to be read by the embedder, or to be read again. */
    WAITING_EMBEDDER,
    /** Its vector waits to be written into the collection that answers searches. */
    WAITING_SINK,
    INDEXED,
    QUARANTINED,
    /** A later event of the same id took its place. */
    SUPERSEDED,
    DELETED
}
