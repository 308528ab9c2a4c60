package org.lookalike.latent.neighbours;

/**
 * The row that lies nearest to a vector.
 *
 * @param index which row; of several equally near ones the first
 * @param distance Euclidean
 */
public record Nearest(int index, double distance) {}
