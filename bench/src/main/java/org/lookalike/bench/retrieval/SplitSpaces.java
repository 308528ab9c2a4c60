package org.lookalike.bench.retrieval;

import java.util.List;
import java.util.stream.IntStream;
import org.lookalike.latent.linear.NeighbourWhitening;
import org.lookalike.latent.linear.Pca;
import org.lookalike.latent.linear.PcaModel;
import org.lookalike.latent.linear.PcaOptions;
import org.lookalike.latent.linear.PrincipalBasis;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.neighbours.MutualNeighbours;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Neighbourhood;
import org.lookalike.spaces.Space;

/**
 * The spaces of one gallery, fitted to all of it.
 *
 * @param plain principal components
 * @param whitened the same, whitened by neighbours
 * @param pairs of mutual neighbours
 * @param trace of the matrix of their differences
 */
record SplitSpaces(Space plain, Space whitened, int pairs, double trace) {
    private static final int DIMENSIONS = 256;
    private static final Neighbourhood NEIGHBOURHOOD = new Neighbourhood(10, 1);

    static SplitSpaces of(FeatureSet set, boolean[] inGallery, String encoderId) {
        int threads = Runtime.getRuntime().availableProcessors();
        Rows gallery = set.features()
                .select(IntStream.range(0, inGallery.length)
                        .filter(i -> inGallery[i])
                        .toArray());
        PcaModel principal = Pca.fit(gallery, PcaOptions.ofDimensions(DIMENSIONS));
        PrincipalBasis plain = PrincipalBasis.of(principal);
        Rows directions = plain.project(gallery).normalised();
        MutualNeighbours pairs = MutualNeighbours.of(directions, NEIGHBOURHOOD.neighbours(), threads);
        NeighbourWhitening whitening = NeighbourWhitening.of(directions, pairs, NEIGHBOURHOOD.shrinkage(), threads)
                .orElseThrow(() -> new IllegalArgumentException("set %s has no two pictures".formatted(set.name())));
        PrincipalBasis whitened = PrincipalBasis.of(principal, whitening);
        return new SplitSpaces(
                space(encoderId, LinearProjection.of(plain.mean(), plain.basis())),
                space(
                        encoderId,
                        LinearProjection.of(whitened.mean(), whitened.basis()).whitenedBy(NEIGHBOURHOOD)),
                pairs.count(),
                whitening.meanVariance() * principal.dimensions());
    }

    private static Space space(String encoderId, LinearProjection projection) {
        return Space.fitted(encoderId, Topics.VECTORS.name(), projection, List.of(), null);
    }

    Space of(RetrievalVariant variant) {
        return variant.isWhitened() ? whitened : plain;
    }
}
