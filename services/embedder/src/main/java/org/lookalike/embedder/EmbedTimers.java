package org.lookalike.embedder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What embedding is measured by.
 *
 * @param decode fetching, decoding and preprocessing one image
 * @param encode one inference
 */
record EmbedTimers(Timer decode, Timer encode) {
    EmbedTimers(MeterRegistry metrics, ByteBudget budget) {
        this(
                Timer.builder("lookalike.embedder.decode")
                        .description("Fetching, decoding and preprocessing one picture")
                        .publishPercentileHistogram()
                        .register(metrics),
                Timer.builder("lookalike.embedder.encode")
                        .description("One inference over a batch of pictures")
                        .publishPercentileHistogram()
                        .register(metrics));
        metrics.gauge("lookalike.embedder.bytes.in.flight", budget, ByteBudget::taken);
    }
}
