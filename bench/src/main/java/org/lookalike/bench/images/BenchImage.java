package org.lookalike.bench.images;

/**
 * One encoded image.
 *
 * @param name unique within its set, fit for an image id
 * @param bytes the file's content; not copied, not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // A payload, never compared.
public record BenchImage(String name, byte[] bytes) {}
