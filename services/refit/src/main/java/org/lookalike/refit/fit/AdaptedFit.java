package org.lookalike.refit.fit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.RefitKind;
import org.lookalike.events.RefitReport;
import org.lookalike.latent.discriminant.AdaptedOptions;
import org.lookalike.latent.discriminant.AdaptedProjection;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.spaces.LinearProjection;

/**
 * One fit that learns from labels: principal components of a sample and directions that separate the labelled classes,
 * judged by held-out labelled images. Thread-safe.
 */
public final class AdaptedFit {
    private final AdaptedFitConfig adapted;
    private final FitConfig config;
    private final AdaptedGate gate;
    private final InstantSource clock;

    public AdaptedFit(AdaptedFitConfig adapted, FitConfig config, InstantSource clock) {
        this.adapted = adapted;
        this.config = config;
        this.gate = new AdaptedGate(adapted, config);
        this.clock = clock;
    }

    /**
     * Runs a fit: takes seconds, and all cores.
     *
     * @return empty where too few of the labelled images have vectors
     * @throws IllegalArgumentException if no space can be made of the images, for example because all vectors are equal
     */
    public Optional<FitResult> run(AdaptedFitInput input) {
        long start = System.nanoTime();
        LabelledSplit labelled = LabelledSplit.of(input.labelled(), adapted.heldOut());
        if (labelled.classes().size() < adapted.minClasses()) {
            return Optional.empty();
        }
        SampleRows sample = Fit.sample(input.images(), input.stream().dimensions(), config);
        Components components = Components.of(sample, config);
        AdaptedProjection fitted = AdaptedProjection.fit(
                components.principal(),
                sample.fittedRows(),
                LabelledSplit.rows(labelled.fitted()),
                labelled.fittedLabels(),
                AdaptedOptions.of(new PcaOptions(
                                config.dimensions().max(),
                                config.dimensions().share(),
                                config.whitened(),
                                config.threads()))
                        .withSeed(config.seed()));
        LinearProjection projection =
                components.whitened(LinearProjection.of(fitted.mean(), fitted.basis(), fitted.discriminant()));
        EvaluatedCandidate evaluated =
                EvaluatedCandidate.of(input.stream(), sample, projection, input.spaces(), Map.of(), config);
        AdaptedGate.Verdict verdict = gate.decide(
                evaluated, fitted, labelled, PreviousSpace.all(input.stream(), input.spaces()), input.spaces());
        Instant now = clock.instant();
        RefitReport report = evaluated
                .report(now)
                .setKind(RefitKind.ADAPTED)
                .setProposed(verdict.proposed())
                .setReason(verdict.reason())
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(now)
                .setWindowPictures(input.imageCount())
                .setNeighbourPairs(components.pairs())
                .setNeighbourVariance(components.pairVariance())
                .setWeight(fitted.report().weight())
                .setLabelsFitted(labelled.fitted().size())
                .setLabelsHeldOut(labelled.heldOut().size())
                .setLabelClasses(labelled.classes().size())
                .setMeanAveragePrecision(known(verdict.precision()))
                .setPreviousMeanAveragePrecision(known(verdict.previousPrecision()))
                .setUnseenClassesChange(known(fitted.report().unseenChange()))
                .setLabelsDigest(input.digest())
                .setFitMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                .build();
        return Optional.of(evaluated.result(report));
    }

    private static @Nullable Double known(double figure) {
        return Double.isNaN(figure) ? null : figure;
    }
}
