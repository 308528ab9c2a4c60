package org.lookalike.spaces;

/**
 * Where an image lies in a space.
 *
 * @param vector its coordinates at length 1, a new array
 * @param cluster id of the cluster with the nearest centre, empty where the space has none
 * @param clusterDistance Euclidean distance to that centre, 0 where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Placement(float[] vector, String cluster, float clusterDistance) {}
