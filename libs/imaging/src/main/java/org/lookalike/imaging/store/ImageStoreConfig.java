package org.lookalike.imaging.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * Which image store to open; the settings {@code store.*}, the same for every service that reads or writes images, so
 * that a URI which one writes can be read by the others.
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
        @Nullable S3Config s3) {
    /** What keeps the bytes. */
    public enum Kind {
        /** A folder of this machine or a shared mount. */
        FOLDER,
        /** An S3-compatible service. */
        S3
    }

    private static final Setting<Kind> KIND = Setting.choice(
            "store.kind",
            Kind.class,
            Kind.FOLDER,
            "Where the bytes of pictures are stored: a folder, or an S3 service.");
    private static final Setting<String> FOLDER = Setting.required(
            "store.folder",
            "data/images",
            "The folder for pictures, created if missing; every service must see it under the same" + " path.");
    private static final Setting<Boolean> FORCE_TO_DISK = Setting.flag(
            "store.force-to-disk",
            true,
            "Sync to disk after each picture, so that none is lost in a power failure; folders only.");

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
    public static ImageStoreConfig inS3(S3Config s3) {
        return new ImageStoreConfig(Kind.S3, null, false, s3);
    }

    /** Reads the settings of both kinds and uses those of the chosen one. */
    public static ImageStoreConfig from(Settings settings) {
        Kind kind = settings.get(KIND);
        Path folder = Path.of(settings.get(FOLDER));
        boolean forceToDisk = settings.get(FORCE_TO_DISK);
        Supplier<Optional<S3Config>> s3 = S3Config.from(settings);
        return switch (kind) {
            case FOLDER -> new ImageStoreConfig(kind, folder, forceToDisk, null);
            case S3 ->
                inS3(s3.get()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "store.s3.bucket is not set, must be where %s is s3".formatted(KIND.key()))));
        };
    }
}
