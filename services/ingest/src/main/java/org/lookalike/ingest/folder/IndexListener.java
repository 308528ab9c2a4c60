package org.lookalike.ingest.folder;

import org.lookalike.schemas.ErrorCode;

/** Hears how indexing goes, on the thread that indexes. */
public interface IndexListener {
    /** Hears nothing. */
    IndexListener SILENT = new IndexListener() {};

    /** The picture lies in the store and the broker has its event. */
    default void accepted(PictureFile file) {}

    /** The picture was refused and its quarantine event is on its way. */
    default void refused(PictureFile file, ErrorCode code, String message) {}

    /** The picture is indexed already. */
    default void unchanged(PictureFile file) {}

    /** The file could not be read, for the moment or for good; nothing was published about it. */
    default void unreadable(PictureFile file, String reason) {}

    /** Something outside does not answer; indexing goes on once it does. */
    default void waiting(String reason) {}

    /** What did not answer does again. */
    default void resumed() {}
}
