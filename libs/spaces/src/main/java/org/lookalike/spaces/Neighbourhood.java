package org.lookalike.spaces;

/**
 * How a projection was whitened by mutual neighbours, so that what differs among neighbours counts for less.
 *
 * @param neighbours how many nearest others of each image counted, at least 1
 * @param shrinkage how far towards no whitening, more than 0
 */
public record Neighbourhood(int neighbours, double shrinkage) {
    public Neighbourhood {
        if (neighbours < 1 || !(shrinkage > 0 && shrinkage < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%d neighbours and shrinkage %s, must be at least 1 and more than 0"
                    .formatted(neighbours, shrinkage));
        }
    }
}
