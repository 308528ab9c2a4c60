package org.lookalike.imaging.store;

import java.time.Clock;
import java.util.Objects;

/** Opens image stores. */
public final class ImageStores {
    private ImageStores() {}

    /** Opens the store that the configuration describes; the caller closes it. */
    public static ImageStore open(ImageStoreConfig config) {
        return switch (config.kind()) {
            case FOLDER ->
                new FolderImageStore(Objects.requireNonNull(config.folder()), config.forceToDisk(), Clock.systemUTC());
            case S3 -> new S3ImageStore(Objects.requireNonNull(config.s3()), Clock.systemUTC());
        };
    }
}
