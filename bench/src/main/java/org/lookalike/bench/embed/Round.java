package org.lookalike.bench.embed;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lookalike.bench.ceiling.InferenceShape;
import org.lookalike.bench.measure.PipelineCeiling;
import org.lookalike.bench.worker.WorkerBroker.Run;

/**
 * Everything measured once, one after the other, on one set of images. Rates are images per second.
 *
 * @param load the machine's load average before
 * @param inference the rate of inference alone, by its shape; at least one
 * @param decode the rate of decoding and preprocessing alone
 * @param ours the embedder's run
 * @param peer the Python worker's run, if it takes part
 */
public record Round(double load, Map<InferenceShape, Double> inference, double decode, Run ours, Optional<Run> peer) {
    public Round {
        inference = Collections.unmodifiableMap(new TreeMap<>(inference));
    }

    /** The best rate of inference over all shapes. */
    public double bestInference() {
        return Collections.max(inference.values());
    }

    /** The pipeline's ceiling in this round. */
    public double ceiling(PipelineCeiling pipeline) {
        return pipeline.of(decode, bestInference());
    }
}
