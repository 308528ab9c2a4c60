package org.lookalike.spaces;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/** What the names of the sink's consumer groups begin with; {@link Space#group} makes the name of a space's group. */
public final class SinkGroup {
    /** Read by the sink, and by whoever follows its progress. */
    public static final Setting<String> PREFIX = Setting.required(
            "sink.group",
            "sink",
            "Prefix of the consumer groups' names, followed by a hyphen and the space's id and collection or"
                    + " `-generation-controller`. Instances with the same setting share the work.");

    private SinkGroup() {}

    public static String prefix(Settings settings) {
        return settings.getShared(PREFIX);
    }
}
