package org.lookalike.latent.evaluation;

/** How far apart two vectors are. */
public enum Distance {
    /** The length of their difference. */
    EUCLIDEAN,
    /** One less the cosine of the angle between them, 0 to 2; a vector of zeros is 1 away from every other. */
    COSINE
}
