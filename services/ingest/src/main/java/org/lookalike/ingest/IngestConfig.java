package org.lookalike.ingest;

import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.ingest.http.HttpConfig;
import org.lookalike.ingest.inbox.InboxConfig;
import org.lookalike.ingest.watch.WatchConfig;
import org.lookalike.intake.folder.FolderConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * The configuration of ingest.
 *
 * @param http the HTTP door
 * @param inbox the Kafka door
 * @param folder how folders are indexed
 * @param watch which folders are watched
 * @param inlineMaxBytes images up to this many bytes also travel in their event; 0 for none
 * @param store where the bytes go
 * @param limits what a single image may cost
 */
public record IngestConfig(
        HttpConfig http,
        InboxConfig inbox,
        FolderConfig folder,
        WatchConfig watch,
        long inlineMaxBytes,
        ImageStoreConfig store,
        DecodeLimits limits) {
    private static final Setting<Long> INLINE_MAX_BYTES = Setting.bytes(
            "ingest.inline-max-bytes",
            0,
            1L << 20,
            "0",
            "Pictures up to this size also travel in their event, which saves a fetch from a far image store and makes"
                    + " the compacted topic images.arrived as large as the pictures; 0 sends none.");

    public IngestConfig {
        INLINE_MAX_BYTES.require(inlineMaxBytes);
    }

    public static IngestConfig from(Settings settings) {
        return new IngestConfig(
                HttpConfig.from(settings),
                InboxConfig.from(settings),
                FolderConfig.from(settings),
                WatchConfig.from(settings),
                settings.get(INLINE_MAX_BYTES),
                ImageStoreConfig.from(settings),
                DecodeLimits.from(settings));
    }
}
