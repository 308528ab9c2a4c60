package org.lookalike.latent.sample;

import java.util.List;

/**
 * What became of an offered image, so that a copy of the sample in a store can follow row by row.
 *
 * @param outcome whether it is in the sample now
 * @param evicted the ids that had to leave for it, mostly none or one
 */
public record Offer(Outcome outcome, List<String> evicted) {
    static final Offer REPLACED = new Offer(Outcome.REPLACED, List.of());
    static final Offer REFUSED = new Offer(Outcome.REFUSED, List.of());

    public Offer {
        evicted = List.copyOf(evicted);
    }

    /** Whether the offered image is in the sample now. */
    public boolean kept() {
        return outcome != Outcome.REFUSED;
    }

    /** The ways in which an offer ends. */
    public enum Outcome {
        /** The image is new to the sample. */
        ENTERED,
        /** The image was in the sample already and has the new payload now. */
        REPLACED,
        /** The image's hash is too large; the sample is as it was. */
        REFUSED
    }
}
