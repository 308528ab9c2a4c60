package org.lookalike.embedder;

import java.util.ArrayList;
import java.util.List;
import org.lookalike.encoding.onnx.EncoderSettings;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodeSettings;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStoreSettings;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * What the embedder has to be told.
 *
 * @param group its consumer group; a second encoder runs under another one
 * @param encoder which encoder, and on what it runs
 * @param store where the pictures lie
 * @param decode the limits of a picture
 * @param batching how pictures are gathered
 */
public record EmbedderConfig(
        String group, EncoderSettings encoder, ImageStoreConfig store, DecodeLimits decode, BatchingConfig batching) {

    /** The group that consumes images.arrived unless configured otherwise. */
    public static final String DEFAULT_GROUP = "embedder";

    static final Setting<String> GROUP = Setting.required(
            "embedder.group",
            DEFAULT_GROUP,
            "The consumer group on images.arrived. Instances of one group share the work.");

    /**
     * Checks what spans several sections.
     *
     * @throws IllegalArgumentException if pictures would be gathered into batches larger than the encoder takes
     */
    public EmbedderConfig {
        int largestBatch = encoder.options().largestBatch();
        if (batching.maxPictures() > largestBatch) {
            throw new IllegalArgumentException("%s is %d, must be at most encoder.largest-batch, which is %d"
                    .formatted(BatchingConfig.MAX_PICTURES.key(), batching.maxPictures(), largestBatch));
        }
    }

    /** Every setting of this service. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>();
        settings.add(GROUP);
        settings.addAll(BatchingConfig.settings());
        settings.addAll(EncoderSettings.settings());
        settings.addAll(ImageStoreSettings.settings());
        settings.addAll(DecodeSettings.settings());
        return List.copyOf(settings);
    }

    public static EmbedderConfig from(Settings settings) {
        return new EmbedderConfig(
                settings.get(GROUP),
                EncoderSettings.from(settings),
                ImageStoreSettings.from(settings),
                DecodeSettings.from(settings),
                BatchingConfig.from(settings));
    }
}
