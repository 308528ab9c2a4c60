package org.lookalike.latent.labelling;

/**
 * A member to look at.
 *
 * @param id of the image
 * @param role why it was picked
 */
public record Look(String id, Role role) {
    /** Why a member was picked. */
    public enum Role {
        /** By chance, from those nearest to the centre. */
        CENTRE,
        /** By chance, from those between. */
        MIDDLE,
        /** By chance, from those farthest from the centre. */
        EDGE,
        /** Since it lies nearly as near to another cluster: to learn from, but no fair sample of the cluster. */
        DOUBTFUL
    }

    /** Whether it was picked by chance, so that its answer counts in a bound for all members. */
    public boolean counted() {
        return role != Role.DOUBTFUL;
    }
}
