package org.lookalike.imaging.decode;

import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * What an image says about itself before its pixels.
 *
 * @param format the format
 * @param width the stored width in pixels, before orientation, more than zero
 * @param height likewise
 */
record ImageHeader(ImageFormat format, int width, int height) {

    /** Reads and checks the header: sniffs the format, applies the limits on bytes, sides and pixels. */
    static ImageHeader read(ByteView view, DecodeLimits limits) {
        if (view.length() > limits.maxBytes()) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_TOO_MANY_BYTES,
                    "the picture has %d bytes, limit %d".formatted(view.length(), limits.maxBytes()));
        }
        ImageFormat format = ContentSniffer.sniff(view);
        ImageHeader header = switch (format) {
            case JPEG -> JpegStructure.readHeader(view).header();
            case PNG -> PngStructure.readHeader(view);
            case GIF -> GifStructure.readHeader(view);
            case BMP -> BmpHeader.read(view).header();
            case TIFF -> TiffStructure.read(view).header();
            case WEBP -> WebpStructure.readHeader(view);
            case PNM -> PnmHeader.read(view).header();
        };
        header.check(limits);
        return header;
    }

    long pixels() {
        return (long) width * height;
    }

    private void check(DecodeLimits limits) {
        if (width < 1 || height < 1) {
            throw corrupt("the %s header states %d x %d pixels".formatted(format, width, height));
        }
        if (width > limits.maxSide() || height > limits.maxSide()) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_TOO_MANY_PIXELS,
                    "the picture is %d x %d pixels, limit %d a side".formatted(width, height, limits.maxSide()));
        }
        if (pixels() > limits.maxPixels()) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_TOO_MANY_PIXELS,
                    "the picture is %d x %d pixels, limit %d in all".formatted(width, height, limits.maxPixels()));
        }
    }

    static PermanentFailure corrupt(String message) {
        return new PermanentFailure(ErrorCode.IMAGE_CORRUPT, message);
    }

    static PermanentFailure truncated(ImageFormat format, int length) {
        return new PermanentFailure(
                ErrorCode.IMAGE_TRUNCATED,
                "the %s ends before its pixels do, after %d bytes".formatted(format, length));
    }

    static PermanentFailure truncatedHeader(ImageFormat format, int length) {
        return new PermanentFailure(
                ErrorCode.IMAGE_TRUNCATED_HEADER,
                "the %s ends inside its header, after %d bytes".formatted(format, length));
    }
}
