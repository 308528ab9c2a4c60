package org.lookalike.imaging.decode;

/** An image file that was found whole, as far as can be told without decoding it. */
interface ImageStructure {

    /** Walks the whole file of a format. */
    static ImageStructure read(ImageFormat format, ByteView view) {
        return switch (format) {
            case JPEG -> JpegStructure.readWhole(view);
            case PNG -> PngStructure.readWhole(view);
            case GIF -> GifStructure.readWhole(view);
            case BMP -> BmpHeader.readWhole(view);
            case TIFF -> TiffStructure.read(view);
            case WEBP -> WebpStructure.readWhole(view);
            case PNM -> PnmHeader.read(view);
        };
    }

    /** Format and stored size. */
    ImageHeader header();

    /** How the stored pixels are to be turned, 1 to 8. */
    default int orientation() {
        return ExifOrientation.UPRIGHT;
    }

    /** Bytes held while the image is decoded, without the result. */
    long decodingBytes();
}
