package org.lookalike.imaging.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which image store to open.
 *
 * @param kind folder or S3
 * @param folder {@code FOLDER}: its root, created where it is missing; else absent
 * @param forceToDisk {@code FOLDER}: whether each write waits for the disk; without effect for {@code S3}
 * @param s3 {@code S3}: where it is; else absent
 */
public record ImageStoreConfig(
        Kind kind,
        @Nullable Path folder,
        boolean forceToDisk,
        @Nullable S3Settings s3) {
    /** What keeps the bytes. */
    public enum Kind {
        /** A folder of this machine or a shared mount. */
        FOLDER,
        /** An S3-compatible service. */
        S3
    }

    public ImageStoreConfig {
        if ((kind == Kind.FOLDER) != (folder != null)) {
            throw new IllegalArgumentException(
                    "folder goes with kind FOLDER, kind is %s, folder %s".formatted(kind, folder));
        }
        if ((kind == Kind.S3) != (s3 != null)) {
            throw new IllegalArgumentException("s3 goes with kind S3, kind is %s, s3 %s".formatted(kind, s3));
        }
    }

    /** A folder whose writes survive a power cut. */
    public static ImageStoreConfig inFolder(Path folder) {
        return new ImageStoreConfig(Kind.FOLDER, folder, true, null);
    }

    /** An S3-compatible service. */
    public static ImageStoreConfig inS3(S3Settings s3) {
        return new ImageStoreConfig(Kind.S3, null, false, s3);
    }
}
