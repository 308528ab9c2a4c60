package org.lookalike.sink;

/**
 * A row that the store refuses, whatever comes with it.
 *
 * @param imageId whose row it is
 * @param reason the store's
 */
record RefusedRow(String imageId, IllegalArgumentException reason) {}
