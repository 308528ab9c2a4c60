package org.lookalike.latent.labelling;

/**
 * A member of a cluster that was picked for an audit.
 *
 * @param id of the image
 * @param role why it was picked
 */
public record SampledMember(String id, Role role) {
    /** Why a member was picked. */
    public enum Role {
        /** At random, from those nearest to the centre. */
        CENTRE,
        /** At random, from those between. */
        MIDDLE,
        /** At random, from those farthest from the centre. */
        EDGE,
        /** Since it lies nearly as near to another cluster: to learn from, but no fair sample of the cluster. */
        DOUBTFUL
    }

    /** Whether it was picked at random, so that its label counts in a bound for all members. */
    public boolean counted() {
        return role != Role.DOUBTFUL;
    }
}
