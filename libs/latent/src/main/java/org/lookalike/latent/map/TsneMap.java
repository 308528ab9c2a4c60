package org.lookalike.latent.map;

import org.lookalike.latent.matrix.Rows;

/**
 * A map.
 *
 * @param positions x and y of each row, in the rows' order; about the origin, with no unit
 * @param divergence the Kullback–Leibler divergence, in nats, of the map from the neighbourhoods that it shows: smaller
 *     is better, and only maps of the same rows and perplexity compare
 * @param iterations how many were done
 */
public record TsneMap(Rows positions, double divergence, int iterations) {
    public TsneMap {
        if (positions.width() != 2) {
            throw new IllegalArgumentException("positions are %s, must be of width 2".formatted(positions));
        }
    }
}
