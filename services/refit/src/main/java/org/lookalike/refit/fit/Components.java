package org.lookalike.refit.fit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.latent.linear.NeighbourWhitening;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.linear.PrincipalBasis;
import org.lookalike.latent.matrix.CentredProduct;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.MutualNeighbours;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Neighbourhood;

/**
 * What a sample makes of features without labels: its principal components, whitened by mutual neighbours where that is
 * asked for and the sample has enough of them.
 *
 * @param principal what it makes
 * @param neighbourhood how the components were whitened; null where they were not
 * @param pairs of mutual neighbours that were found
 * @param pairVariance theirs in the mean over the components; null where the components were not whitened by them
 */
record Components(
        PrincipalBasis principal,
        @Nullable Neighbourhood neighbourhood,
        int pairs,
        @Nullable Double pairVariance) {
    /** The smallest sample that whitening was seen to help; 40 images gained nothing. */
    private static final int MIN_IMAGES = 200;

    /**
     * Fits to a sample.
     *
     * @throws IllegalArgumentException if the sample's variance lies in fewer than two directions
     */
    static Components of(SampleRows sample, FitConfig config) {
        Rows fitted = sample.fittedRows();
        PcaModel principal = Pca.fit(
                fitted,
                new PcaOptions(
                        config.dimensions().max(), config.dimensions().share(), config.whitened(), config.threads()));
        if (principal.dimensions() < 2) {
            throw new IllegalArgumentException("the variance of %s lies in %d direction, a space needs 2"
                    .formatted(fitted, principal.dimensions()));
        }
        Optional<Neighbourhood> neighbourhood = config.neighbourhood();
        return neighbourhood.isPresent()
                ? whitened(principal, neighbourhood.get(), fitted, config.threads())
                : plain(principal, 0);
    }

    private static Components whitened(PcaModel principal, Neighbourhood neighbourhood, Rows fitted, int threads) {
        if (fitted.count() < MIN_IMAGES || fitted.count() <= neighbourhood.neighbours()) {
            return plain(principal, 0);
        }
        Rows directions = Rows.of(
                        CentredProduct.of(principal.mean(), principal.components(), fitted), principal.dimensions())
                .normalised();
        MutualNeighbours pairs = MutualNeighbours.of(directions, neighbourhood.neighbours(), threads);
        // Fewer pairs than directions say nothing about some of these.
        Optional<NeighbourWhitening> whitening = pairs.count() < principal.dimensions()
                ? Optional.empty()
                : NeighbourWhitening.of(directions, pairs, neighbourhood.shrinkage(), threads);
        return whitening
                .map(found -> new Components(
                        PrincipalBasis.of(principal, found), neighbourhood, pairs.count(), found.meanVariance()))
                .orElseGet(() -> plain(principal, pairs.count()));
    }

    private static Components plain(PcaModel principal, int pairs) {
        return new Components(PrincipalBasis.of(principal), null, pairs, null);
    }

    LinearProjection projection() {
        return whitened(LinearProjection.of(principal.mean(), principal.basis()));
    }

    /** A projection that begins with these components, marked as what they are. */
    LinearProjection whitened(LinearProjection projection) {
        return neighbourhood == null ? projection : projection.whitenedBy(neighbourhood);
    }
}
