package org.lookalike.imaging.decode;

/**
 * What the decoder sees of a file.
 *
 * @param mediaType the format found in the content, for example {@code image/jpeg}
 * @param storedWidth width in pixels as stored, before orientation
 * @param storedHeight height likewise
 * @param orientation how the stored pixels are turned, 1 to 8 as in Exif; 1 is upright
 * @param samples how its samples become eight bits
 */
public record ImageInspection(
        String mediaType, int storedWidth, int storedHeight, int orientation, SampleDepth samples) {}
