package org.lookalike.lab.figures;

import java.util.function.UnaryOperator;
import org.lookalike.latent.discriminant.Lda;
import org.lookalike.latent.discriminant.LdaModel;
import org.lookalike.latent.discriminant.LdaOptions;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.matrix.Rows;

/**
 * The steps that vectors go through before they are compared. Each step is left out where it is not asked for, and all that is
 * learnt is learnt from the sample to fit on: scaling to length 1, centring on the sample's mean, projecting to principal
 * components, projecting to discriminant axes.
 *
 * @param unitLength whether vectors are scaled to Euclidean length 1 first
 * @param centred whether the sample's mean is taken off; the projections do so anyway
 * @param principal how many principal components at most, or 0 for no such step
 * @param discriminant how many discriminant axes at most, or 0 for no such step
 * @param shrinkage of the discriminant analysis, 0 to 1; see {@link LdaOptions}
 */
public record Transformation(boolean unitLength, boolean centred, int principal, int discriminant, double shrinkage) {
    /** Vectors as they are. */
    public static final Transformation NONE = new Transformation(false, false, 0, 0, 0);

    public Transformation {
        if (principal < 0 || discriminant < 0) {
            throw new IllegalArgumentException(
                    "%d principal and %d discriminant axes, must be at least 0".formatted(principal, discriminant));
        }
        if (!(shrinkage >= 0 && shrinkage <= 1)) {
            throw new IllegalArgumentException("shrinkage: %s, must be 0 to 1".formatted(shrinkage));
        }
    }

    /** Whether it learns from the classes. */
    public boolean supervised() {
        return discriminant > 0;
    }

    /** The steps before the discriminants: what representations that differ in those alone have in common. */
    public Transformation withoutDiscriminants() {
        return new Transformation(unitLength, centred, principal, 0, 0);
    }

    /** The discriminants alone, to follow {@link #withoutDiscriminants()}. */
    public Transformation discriminantsAlone() {
        return new Transformation(false, false, 0, discriminant, shrinkage);
    }

    /**
     * Fits the steps to a sample.
     *
     * @param threads how many threads compute, at least 1
     * @return what to do with vectors of the sample and others alike
     * @throws IllegalArgumentException if the sample does not allow for it, see {@link Pca#fit} and {@link Lda#fit}: among
     *     others, discriminants need 2 classes and rows of every one
     */
    public UnaryOperator<Rows> fit(LabelledVectors sample, int threads) {
        UnaryOperator<Rows> steps = unitLength ? Rows::normalised : rows -> rows;
        Rows rows = steps.apply(sample.rows());
        if (centred && principal == 0 && discriminant == 0) {
            Centring centring = Centring.of(rows);
            return then(steps, centring::apply);
        }
        if (principal > 0) {
            if (RowSpan.pays(rows)) {
                UnaryOperator<Rows> span = RowSpan.of(rows);
                steps = then(steps, span);
                rows = span.apply(rows);
            }
            PcaModel model = Pca.fit(rows, PcaOptions.ofDimensions(principal).withThreads(threads));
            steps = then(steps, model::project);
            rows = model.project(rows);
        }
        if (discriminant > 0) {
            LdaModel model = Lda.fit(
                    rows,
                    sample.labels(),
                    LdaOptions.defaults()
                            .withDimensions(discriminant)
                            .withShrinkage(shrinkage)
                            .withThreads(threads));
            steps = then(steps, model::project);
        }
        return steps;
    }

    private static UnaryOperator<Rows> then(UnaryOperator<Rows> first, UnaryOperator<Rows> second) {
        return rows -> second.apply(first.apply(rows));
    }
}
