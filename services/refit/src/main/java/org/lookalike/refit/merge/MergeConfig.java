package org.lookalike.refit.merge;

import org.lookalike.refit.adapt.AdaptConfig;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.refit.sample.SampleStore;
import org.lookalike.refit.sample.WindowConfig;

/**
 * How samples are merged and fitted.
 *
 * @param windows how event time is cut
 * @param samples how large samples are
 * @param adapt whether and when spaces learn from labels
 * @param partitions how many partitions send their samples
 */
public record MergeConfig(WindowConfig windows, SampleConfig samples, AdaptConfig adapt, int partitions) {
    SampleStore.Capacity capacity() {
        return new SampleStore.Capacity(samples.windowSize(), samples.longTermSize());
    }
}
