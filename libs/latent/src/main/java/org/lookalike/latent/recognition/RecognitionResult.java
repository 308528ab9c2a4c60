package org.lookalike.latent.recognition;

/**
 * Which class an image shows.
 *
 * @param kind whether it shows one
 * @param label the class that fits best, whether it matches or not
 * @param score how well it fits, -1 to 1, see {@link Gallery}
 * @param runnerUp the class that fits second best, empty where there is none
 * @param runnerUpScore how well that fits, -1 where there is none
 * @param matchThreshold from which score on the class would match
 * @param noveltyThreshold below which score the image would be novel
 * @param nearestTemplate the place in the gallery of the class's nearest template
 * @param reason one sentence
 */
public record RecognitionResult(
        Kind kind,
        String label,
        double score,
        String runnerUp,
        double runnerUpScore,
        double matchThreshold,
        double noveltyThreshold,
        int nearestTemplate,
        String reason) {
    /** Whether an image shows an enrolled class. */
    public enum Kind {
        /** It shows the class, as surely as the false-match rate asks. */
        MATCH,
        /** It may show the class: too much like it to be novel, too little to match. */
        UNSURE,
        /** It shows no enrolled class. */
        NOVEL
    }
}
