package org.lookalike.latent.sample;

import java.util.List;

/**
 * What offering an image changed, so that a copy of the sample in a store can be updated row by row.
 *
 * @param outcome whether it is in the sample now
 * @param evicted the ids that it displaced, mostly none or one
 */
public record SampleUpdate(Outcome outcome, List<String> evicted) {
    static final SampleUpdate REPLACED = new SampleUpdate(Outcome.REPLACED, List.of());
    static final SampleUpdate REFUSED = new SampleUpdate(Outcome.REFUSED, List.of());

    public SampleUpdate {
        evicted = List.copyOf(evicted);
    }

    /** Whether the offered image is in the sample now. */
    public boolean kept() {
        return outcome != Outcome.REFUSED;
    }

    /** What can become of an offered image. */
    public enum Outcome {
        /** The image is new to the sample. */
        ENTERED,
        /** The image was in the sample already and has the new payload now. */
        REPLACED,
        /** The image's hash is too large; the sample is as it was. */
        REFUSED
    }
}
