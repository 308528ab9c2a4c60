package org.lookalike.spaces;

import org.lookalike.platform.config.Setting;

/** When a ready collection counts as lost; the sink builds it again, and query does not answer from it. */
public final class CollectionLoss {
    /** Read by the sink and by query. */
    public static final Setting<Double> SHARE = Setting.decimal(
            "spaces.lost-share",
            0.0,
            1.0,
            0.1,
            "The share of a ready collection's pictures that may be missing before the collection counts as lost: it is"
                    + " not searched then, and built again from its topic of vectors. Smaller differences are"
                    + " repaired.");

    private CollectionLoss() {}
}
