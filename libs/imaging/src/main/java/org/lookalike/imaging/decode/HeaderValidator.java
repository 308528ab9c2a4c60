package org.lookalike.imaging.decode;

/**
 * Checks bytes that arrive, cheaply: is this an image of a format and size that could be decoded later? No pixel is
 * decoded, so an image that passes may still turn out truncated or corrupt.
 *
 * <p>Goes by content, never by a file's name. Thread-safe.
 */
public final class HeaderValidator {
    private final DecodeLimits limits;

    public HeaderValidator(DecodeLimits limits) {
        this.limits = limits;
    }

    /**
     * Passes or refuses the bytes; microseconds, except for a file of zeros.
     *
     * @return the media type, for example {@code image/jpeg}
     * @throws org.lookalike.platform.failure.PermanentFailure with {@code IMAGE_TOO_MANY_BYTES}, {@code IMAGE_EMPTY},
     *     {@code IMAGE_BLANK_BYTES}, {@code IMAGE_IS_TEXT}, {@code IMAGE_IS_ARCHIVE}, {@code IMAGE_UNKNOWN_FORMAT},
     *     {@code IMAGE_TRUNCATED_HEADER}, {@code IMAGE_TOO_MANY_PIXELS} or, where the header contradicts itself,
     *     {@code IMAGE_CORRUPT}
     */
    public String check(byte[] bytes) {
        return ImageHeader.read(new ByteView(bytes), limits).format().mediaType();
    }
}
