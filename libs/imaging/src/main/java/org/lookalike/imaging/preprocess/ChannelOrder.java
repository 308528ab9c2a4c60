package org.lookalike.imaging.preprocess;

/** The order of the channels of an encoder's input. */
public enum ChannelOrder {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red. */
    BGR
}
