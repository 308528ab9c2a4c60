package org.lookalike.bench.pictures;

/**
 * One encoded picture.
 *
 * @param name unique within its set, fit for an image id
 * @param bytes the file's content; not copied, not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // A payload, never compared.
public record Picture(String name, byte[] bytes) {}
