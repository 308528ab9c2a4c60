package org.lookalike.latent.labelling;

/**
 * A member that may not deserve its cluster's label.
 *
 * @param id of the image
 * @param reason the first of the reasons that hold, in their order
 * @param strength larger is stronger, among those of one reason only: how much nearer an image of another label is than
 *     any of this one, how much nearer another centre is, how far beyond the usual distances it lies
 */
public record Outlier(String id, Reason reason, double strength) {
    /** Why it may not, the strongest reason first. */
    public enum Reason {
        /** Somebody gave it another label. */
        LABELLED_OTHERWISE,
        /** It is nearer to an image that was given another label than to all that were given this one. */
        RESEMBLES_ANOTHER_LABEL,
        /** Another cluster's centre is nearly as near as its own, or nearer. */
        BETWEEN_CLUSTERS,
        /** It lies far from the centre, compared with the other members. */
        FAR_FROM_THE_CENTRE
    }
}
