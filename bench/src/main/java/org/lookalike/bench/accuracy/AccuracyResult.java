package org.lookalike.bench.accuracy;

import java.util.List;
import org.lookalike.bench.measure.Machine;

/**
 * The results of one run.
 *
 * @param machine where
 * @param encoder the original's name and id
 * @param int8 the int8 encoder's name and id
 * @param int8Origin how it was made
 * @param comparisons of every option on every set
 * @param speed of inference with both encoders
 */
record AccuracyResult(
        Machine machine,
        String encoder,
        String int8,
        String int8Origin,
        List<VariantComparison> comparisons,
        InferenceSpeed speed) {
    AccuracyResult {
        comparisons = List.copyOf(comparisons);
    }
}
