package org.lookalike.latent.sample;

/**
 * One image of a sample.
 *
 * @param imageId its image id
 * @param hash {@link SampleHash#of} of the id; unsigned
 * @param payload what was offered with it
 */
public record Sampled<T>(String imageId, long hash, T payload) {}
