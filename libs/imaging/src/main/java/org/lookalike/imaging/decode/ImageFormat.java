package org.lookalike.imaging.decode;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.pnm.PNMImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The formats that are read, and the ImageIO readers that decode them; OpenCV decodes most JPEGs and all WebPs. */
enum ImageFormat {
    JPEG("JPEG", "image/jpeg"),
    PNG("PNG", "image/png"),
    GIF("GIF", "image/gif"),
    BMP("BMP", "image/bmp"),
    TIFF("TIFF", "image/tiff"),
    WEBP("WebP", "image/webp"),
    PNM("PNM", "image/x-portable-anymap");

    private final String title;
    private final String mediaType;

    ImageFormat(String title, String mediaType) {
        this.title = title;
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** A new reader: the one chosen here, where Java brings another, or else the one that ImageIO prefers. */
    ImageReader newReader() {
        try {
            return switch (this) {
                case BMP -> new BMPImageReaderSpi().createReaderInstance();
                case TIFF -> new TIFFImageReaderSpi().createReaderInstance();
                case PNM -> new PNMImageReaderSpi().createReaderInstance();
                default -> preferredReader();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImageReader preferredReader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(mediaType);
        if (!readers.hasNext()) {
            throw new IllegalStateException("ImageIO has no reader for " + mediaType);
        }
        return readers.next();
    }

    /** All formats in a sentence. */
    static String titles() {
        List<String> titles = Stream.of(values()).map(format -> format.title).collect(Collectors.toList());
        String last = titles.remove(titles.size() - 1);
        return String.join(", ", titles) + " and " + last;
    }

    @Override
    public String toString() {
        return title;
    }
}
