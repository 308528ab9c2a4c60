package org.lookalike.schemas;

/**
 * Keys of the topic {@code labels}. What was said under a key holds until something else, or a null value, comes under the
 * same one.
 */
public final class LabelKeys {
    /** Before an image id: what an image is called. */
    public static final String IMAGE = "image/";

    /** Before a cluster id: what a cluster is called. */
    public static final String CLUSTER = "cluster/";

    /** Before a label: how a class is recognised. */
    public static final String CLASS = "class/";

    private LabelKeys() {}
}
