package org.lookalike.explorer;

import org.lookalike.explorer.web.WebConfig;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.kafka.KafkaConfig;

/**
 * The configuration of the explorer.
 *
 * @param web where the page is served, and to whom
 * @param maxImages images that filters and the map know; of more a sample
 * @param kafka the broker and the registry, for the search client
 * @param store where the images are
 * @param decode what one image may cost
 */
public record ExplorerConfig(
        WebConfig web, int maxImages, KafkaConfig kafka, ImageStoreConfig store, DecodeLimits decode) {
    private static final Setting<Integer> MAX_IMAGES = Setting.integer(
            "explorer.max-pictures",
            1_000,
            10_000_000,
            500_000,
            "How many pictures the page lists, counts and shows on its map; of more it takes a sample, and searches all"
                    + " the same. Each takes some 300 bytes of the heap.");

    public ExplorerConfig {
        MAX_IMAGES.require(maxImages);
    }

    public static ExplorerConfig from(Settings settings) {
        return new ExplorerConfig(
                WebConfig.from(settings),
                settings.get(MAX_IMAGES),
                KafkaConfig.from(settings),
                ImageStoreConfig.from(settings),
                DecodeLimits.from(settings));
    }
}
