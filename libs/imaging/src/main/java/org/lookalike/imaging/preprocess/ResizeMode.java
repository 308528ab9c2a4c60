package org.lookalike.imaging.preprocess;

/** How an image of any shape becomes one of the encoder's shape. */
public enum ResizeMode {
    /** Both sides are scaled on their own: everything is seen, proportions are lost. */
    SQUASH,
    /** The short side is scaled to a length, then the middle is cut out: proportions stay, edges are lost. */
    CENTER_CROP
}
