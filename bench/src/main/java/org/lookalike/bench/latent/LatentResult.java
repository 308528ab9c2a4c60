package org.lookalike.bench.latent;

import java.util.List;
import java.util.Map;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;

/**
 * The results of one run.
 *
 * @param machine where
 * @param threads how many threads everybody computed with
 * @param repeats how often each fitted in a round, of which the fastest counts
 * @param versions of the peers, by name
 * @param tasks in the order of their measurement
 */
record LatentResult(Machine machine, int threads, int repeats, Map<String, String> versions, List<TaskResult> tasks) {

    /**
     * One task's rounds.
     *
     * @param name the task
     * @param load the machine's load average before each round
     * @param ours seconds of our fit
     * @param peers seconds of each peer's fit
     * @param ratios our seconds by each peer's within a round: below 1 we are faster
     * @param agreement how far results agree, by name
     */
    record TaskResult(
            String name,
            MedianAndRange load,
            MedianAndRange ours,
            Map<String, MedianAndRange> peers,
            Map<String, MedianAndRange> ratios,
            Map<String, Double> agreement) {}
}
