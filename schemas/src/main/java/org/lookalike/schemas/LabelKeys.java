package org.lookalike.schemas;

/**
 * Keys of the topic {@code labels}. The value of a key holds until a newer one, or a tombstone, replaces it.
 */
public final class LabelKeys {
    /** Prefix of an image id: the label of the image. */
    public static final String IMAGE = "image/";

    /** Prefix of a cluster id: the label of the cluster. */
    public static final String CLUSTER = "cluster/";

    /** Prefix of a label: how its class is recognised. */
    public static final String CLASS = "class/";

    private LabelKeys() {}
}
