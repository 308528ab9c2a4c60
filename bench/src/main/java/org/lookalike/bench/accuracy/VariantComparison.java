package org.lookalike.bench.accuracy;

import java.util.Optional;

/**
 * The effect of one option on one set of images.
 *
 * @param option its name
 * @param set the set's name
 * @param images how many images that are
 * @param shrunk how many of them the decoder shrinks, where the option lets it
 * @param meanCosine to the features of the reference
 * @param minCosine the least
 * @param retrieval what it does to searches, where the images have labels
 */
record VariantComparison(
        String option,
        String set,
        int images,
        int shrunk,
        double meanCosine,
        double minCosine,
        Optional<Retrieval> retrieval) {

    /**
     * Mean precision at 10 of the searches.
     *
     * @param reference without the option
     * @param option with it
     */
    record Retrieval(double reference, double option) {
        double change() {
            return option - reference;
        }
    }
}
