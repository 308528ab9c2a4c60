package org.lookalike.audit.task;

/**
 * What differs.
 *
 * @param kind how
 * @param imageId the image
 * @param spaceId the space whose collection differs, or empty
 */
public record DifferenceKey(DifferenceKind kind, String imageId, String spaceId) {}
