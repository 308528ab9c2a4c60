package org.lookalike.embedder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The timers of embedding.
 *
 * @param decode fetching, decoding and preprocessing one image
 * @param encode one inference
 */
record EmbedderMetrics(Timer decode, Timer encode) {
    EmbedderMetrics(MeterRegistry metrics) {
        this(
                Timer.builder("lookalike.embedder.decode")
                        .description("Fetching, decoding and preprocessing one picture")
                        .publishPercentileHistogram()
                        .register(metrics),
                Timer.builder("lookalike.embedder.encode")
                        .description("One inference over a batch of pictures")
                        .publishPercentileHistogram()
                        .register(metrics));
    }
}
