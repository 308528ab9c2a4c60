package org.lookalike.imaging.preprocess;

/** The order of the axes of an encoder's input. */
public enum Layout {
    /** One plane for each channel. */
    NCHW,
    /** The channels of a pixel side by side. */
    NHWC
}
