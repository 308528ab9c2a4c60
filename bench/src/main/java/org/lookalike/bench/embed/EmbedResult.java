package org.lookalike.bench.embed;

import java.util.List;
import java.util.Map;
import org.lookalike.bench.measure.Machine;

/**
 * The results of one run.
 *
 * @param machine where
 * @param encoder the encoder's name and id
 * @param device what it ran on
 * @param threads threads that decode, and threads within one inference
 * @param settings settings of the embedder that differ from their defaults
 * @param versions by name, in order
 * @param sets one for each size of images
 */
public record EmbedResult(
        Machine machine,
        String encoder,
        String device,
        int threads,
        Map<String, String> settings,
        Map<String, String> versions,
        List<SetResult> sets) {
    public EmbedResult {
        sets = List.copyOf(sets);
    }
}
