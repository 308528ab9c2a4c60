package org.lookalike.intake;

import java.util.List;
import java.util.stream.Stream;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodeSettings;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStoreSettings;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How images are taken in.
 *
 * @param folder how folders are indexed
 * @param inlineMaxBytes images up to this many bytes also travel in their event; 0 for none
 * @param store where the bytes go
 * @param limits what a single image may cost
 */
public record IntakeConfig(FolderConfig folder, long inlineMaxBytes, ImageStoreConfig store, DecodeLimits limits) {
    static final Setting<Long> INLINE_MAX_BYTES = Setting.bytes(
            "ingest.inline-max-bytes",
            0,
            1L << 20,
            "0",
            "Pictures up to this size also travel in their event, which saves a fetch from a far image store and makes"
                    + " the compacted topic images.arrived as large as the pictures; 0 sends none.");

    /** Every setting that is read here. */
    public static List<Setting<?>> settings() {
        return Stream.of(
                        FolderConfig.settings(),
                        List.<Setting<?>>of(INLINE_MAX_BYTES),
                        ImageStoreSettings.settings(),
                        DecodeSettings.settings())
                .<Setting<?>>flatMap(List::stream)
                .toList();
    }

    public static IntakeConfig from(Settings settings) {
        return new IntakeConfig(
                FolderConfig.from(settings),
                settings.get(INLINE_MAX_BYTES),
                ImageStoreSettings.from(settings),
                DecodeSettings.from(settings));
    }
}
