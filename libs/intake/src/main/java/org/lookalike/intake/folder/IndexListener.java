package org.lookalike.intake.folder;

import org.lookalike.schemas.ErrorCode;

/** Hears how indexing goes, on the thread that indexes. */
public interface IndexListener {
    /** Hears nothing. */
    IndexListener SILENT = new IndexListener() {};

    /** The image lies in the store and the broker has its event. */
    default void accepted(ImageFile file) {}

    /** The image was refused and its quarantine event is on its way. */
    default void refused(ImageFile file, ErrorCode code, String message) {}

    /** The image is indexed already. */
    default void unchanged(ImageFile file) {}

    /** The file could not be read, for the moment or for good; nothing was published about it. */
    default void unreadable(ImageFile file, String reason) {}

    /** Something outside does not answer; indexing goes on once it does. */
    default void waiting(String reason) {}

    /** What did not answer does again. */
    default void resumed() {}
}
