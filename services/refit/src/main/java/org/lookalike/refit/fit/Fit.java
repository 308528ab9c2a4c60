package org.lookalike.refit.fit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lookalike.events.RefitReport;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/**
 * One periodic refit: fits principal components to a sample, names the clusters after those of the previous space, and
 * has the gate judge the candidate. The candidate depends on the sample, the configuration and the space before alone, so that a repetition
 * after a crash yields the same space. Thread-safe.
 *
 * <p>Where the encoder's spaces learn from labels, a candidate that passes the gate is handed over instead of
 * proposed: it knows no labels, and would undo what was learnt for the sake of variance.
 */
public final class Fit {
    private static final int MIN_IMAGES = 10;

    private final FitConfig config;
    private final Gate gate;
    private final InstantSource clock;

    public Fit(FitConfig config, InstantSource clock) {
        this.config = config;
        this.gate = new Gate(config);
        this.clock = clock;
    }

    /**
     * Runs a fit: takes seconds, and all cores.
     *
     * @throws IllegalArgumentException if no space can be made of the sample, for example because all vectors are equal
     */
    public FitResult run(FitInput input) {
        long start = System.nanoTime();
        SampleRows sample = sample(input.images(), input.stream().dimensions(), config);
        Components components = Components.of(sample, config);
        EvaluatedCandidate evaluated = EvaluatedCandidate.of(
                input.stream(), sample, components.projection(), input.spaces(), input.members(), config);
        List<Space> others = PreviousSpace.fitted(input.stream(), input.spaces());
        Gate.Verdict verdict = gate.decide(evaluated, others, input.spaces());
        boolean handedOver = verdict.proposed() && input.learning() && isLearnt(input.spaces(), others);
        RefitReport report = evaluated
                .report(clock.instant())
                .setProposed(verdict.proposed() && !handedOver)
                .setHandedOver(handedOver)
                .setReason(
                        handedOver
                                ? verdict.reason() + "; handed over, for the spaces of its encoder learn from labels"
                                : verdict.reason())
                .setNeighbourPairs(components.pairs())
                .setNeighbourVariance(components.pairVariance())
                .setWindowStart(Instant.ofEpochMilli(input.window().start()))
                .setWindowEnd(Instant.ofEpochMilli(input.window().end()))
                .setWindowPictures(input.imageCount())
                .setFitMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .build();
        return evaluated.result(report);
    }

    /** Only the encoder that answers learns; another one's first spaces know no labels. */
    private static boolean isLearnt(Spaces spaces, List<Space> others) {
        return others.stream()
                .anyMatch(other -> other.isAdapted()
                        && spaces.active()
                                .map(Space::encoderId)
                                .filter(other.encoderId()::equals)
                                .isPresent());
    }

    /** As many images, smallest hash first, as fit into the memory. */
    static SampleRows sample(List<SampledImage> images, int features, FitConfig config) {
        int dimensions = Math.min(features, config.dimensions().max());
        int maxSample = FitMemory.maxSample(config.maxBytes(), features, dimensions);
        List<SampledImage> some = images.subList(0, Math.min(images.size(), maxSample));
        if (some.size() < MIN_IMAGES) {
            throw new IllegalArgumentException("%d pictures, of which %s leaves %d: a fit needs %d"
                    .formatted(images.size(), FitConfig.MAX_BYTES.key(), maxSample, MIN_IMAGES));
        }
        return SampleRows.of(some, features, config);
    }
}
