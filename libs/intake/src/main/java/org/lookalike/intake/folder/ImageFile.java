package org.lookalike.intake.folder;

import java.io.IOException;
import java.time.Instant;

/**
 * A file of a folder or an entry of an archive that is to be indexed.
 *
 * @param imageId source and path, the same at every run
 * @param source who publishes it
 * @param path relative to the folder or archive, with slashes
 * @param sizeBytes its size when it was found, or -1 if unknown
 * @param modifiedAt when it was last changed, according to its file system
 * @param content reads it
 */
public record ImageFile(
        String imageId, String source, String path, long sizeBytes, Instant modifiedAt, Content content) {

    /** Reads a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * The bytes, as they are now.
         *
         * @param maxBytes the maximum size held in memory
         * @throws IOException if the file cannot be read at the moment
         * @throws org.lookalike.platform.failure.PermanentFailure IMAGE_TOO_MANY_BYTES above the limit; IMAGE_CORRUPT or
         *     INVALID_FIELD if an archive's entry is damaged or has an invalid name
         */
        byte[] read(long maxBytes) throws IOException;
    }
}
