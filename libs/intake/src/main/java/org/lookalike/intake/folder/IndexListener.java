package org.lookalike.intake.folder;

import org.lookalike.schemas.ErrorCode;

/** Observes indexing, on the thread that indexes. */
public interface IndexListener {
    /** Observes nothing. */
    IndexListener SILENT = new IndexListener() {};

    /** The image is stored and the broker has acknowledged its event. */
    default void accepted(ImageFile file) {}

    /** The image was refused and the broker has acknowledged its quarantine record. */
    default void refused(ImageFile file, ErrorCode code, String message) {}

    /** The image is indexed already. */
    default void unchanged(ImageFile file) {}

    /** The file could not be read; nothing was published about it. */
    default void unreadable(ImageFile file, String reason) {}

    /** An outage began; indexing continues once it is over. */
    default void waiting(String reason) {}

    /** The outage is over. */
    default void resumed() {}
}
