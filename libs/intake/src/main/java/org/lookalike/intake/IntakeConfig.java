package org.lookalike.intake;

import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How images are taken in.
 *
 * @param folder how folders are indexed
 * @param inlineMaxBytes images up to this many bytes also travel in their event; 0 for none
 * @param store where the bytes go
 * @param exifDates how dates in Exif metadata are understood
 * @param limits what a single image may cost
 */
public record IntakeConfig(
        FolderConfig folder,
        long inlineMaxBytes,
        ImageStoreConfig store,
        ExifDateConfig exifDates,
        DecodeLimits limits) {
    private static final Setting<Long> INLINE_MAX_BYTES = Setting.bytes(
            "ingest.inline-max-bytes",
            0,
            1L << 20,
            "0",
            "Pictures up to this size also travel in their event, which saves a fetch from a remote"
                    + " image store but makes the compacted topic images.arrived as large as the pictures; 0"
                    + " disables this.");

    public IntakeConfig {
        INLINE_MAX_BYTES.require(inlineMaxBytes);
    }

    public static IntakeConfig from(Settings settings) {
        return new IntakeConfig(
                FolderConfig.from(settings),
                settings.get(INLINE_MAX_BYTES),
                ImageStoreConfig.from(settings),
                ExifDateConfig.from(settings),
                DecodeLimits.from(settings));
    }
}
