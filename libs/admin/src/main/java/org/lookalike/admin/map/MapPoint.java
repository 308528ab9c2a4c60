package org.lookalike.admin.map;

/**
 * A point of a map.
 *
 * @param name of the image, its image id where it has one; unique on a map
 * @param uri where its bytes are, or empty
 * @param source who published it, or empty
 * @param x to the right, in the map's own unit
 * @param y upwards
 * @param cluster its cluster, or empty
 * @param label its class, or empty
 */
public record MapPoint(String name, String uri, String source, float x, float y, String cluster, String label) {}
