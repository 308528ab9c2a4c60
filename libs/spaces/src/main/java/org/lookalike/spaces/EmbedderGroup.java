package org.lookalike.spaces;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/** The name of the embedder's consumer group. */
public final class EmbedderGroup {
    /** The name unless configured otherwise. */
    public static final String DEFAULT = "embedder";

    /** Read by the embedder, and by whoever follows its progress. */
    private static final Setting<String> NAME = Setting.required(
            "embedder.group", DEFAULT, "The consumer group on images.arrived. Instances of one group share the work.");

    private EmbedderGroup() {}

    public static String name(Settings settings) {
        return settings.getShared(NAME);
    }

    /** Checks a name that may have been set otherwise. */
    public static void require(String name) {
        NAME.require(name);
    }
}
