package org.lookalike.imaging.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * A JPEG's markers, walked without decoding anything.
 *
 * @param frame the marker of its frame header, 0xC0 to 0xCF, which tells the coding process
 * @param width stored width in pixels
 * @param height stored height in pixels
 * @param precision bits per sample
 * @param components 1 for grey, 3 for colour, 4 for CMYK or YCCK
 * @param adobeTransform the Adobe segment's colour transform (0 none, 1 YCbCr, 2 YCCK), {@link #NO_ADOBE} without one;
 *     0 as well for components that are named R, G and B
 * @param orientation Exif orientation, 1 to 8
 * @param scans how many scans carry the pixels; zero if only the header was read
 * @param pixelsEnd the offset past the last scan
 * @param ended whether there is an end marker; without one the pixels may still all be there
 */
record JpegStructure(
        int frame,
        int width,
        int height,
        int precision,
        int components,
        int adobeTransform,
        int orientation,
        int scans,
        int pixelsEnd,
        boolean ended)
        implements ImageIoStructure {
    private static final int END_OF_IMAGE = 0xD9;
    private static final int COEFFICIENT_BYTES = 2;
    /** What libjpeg says when it finds a marker where it needs pixels. */
    private static final String PREMATURE_END = "premature end of data segment";

    static final int NO_ADOBE = -1;
    static final int ADOBE_UNTRANSFORMED = 0;
    static final int ADOBE_YCCK = 2;

    /** Stops at the frame header. */
    static JpegStructure readHeader(ByteView view) {
        return new Walk(view, false).run();
    }

    /**
     * Walks all markers, to the end marker or as far as they make sense. A file that ends before its first scan is
     * refused as truncated; whether a scan is whole, only decoding it tells.
     */
    static JpegStructure readWhole(ByteView view) {
        return new Walk(view, true).run();
    }

    @Override
    public ImageHeader header() {
        return new ImageHeader(ImageFormat.JPEG, width, height);
    }

    @Override
    public long decodingBytes() {
        return header().pixels() * components * (precision > Byte.SIZE ? 2 : 1) + coefficientBytes();
    }

    /** Each coefficient of a JPEG of several scans is kept until the last of them. */
    long coefficientBytes() {
        return scans > 1 ? header().pixels() * components * COEFFICIENT_BYTES : 0;
    }

    @Override
    public EncodedParts parts(ByteView view) {
        return new EncodedParts().add(view, 0, pixelsEnd).add((byte) 0xff, (byte) END_OF_IMAGE);
    }

    /** Decodes, and refuses a file whose pixels end early: lenient decoders fill what is missing with grey. */
    @Override
    public PixelRows rows(ImageReader reader, HighBitDepth highBitDepth, Deadline deadline) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        PixelRows rows = hasEightBitSamples()
                ? new JpegRows(reader.readRaster(0, null), this)
                : new RasterRows(reader.read(0), null, highBitDepth, deadline);
        for (String warning : warnings) {
            if (warning.contains(PREMATURE_END)) {
                throw new PermanentFailure(
                        ErrorCode.IMAGE_TRUNCATED,
                        "the JPEG of %d x %d pixels lacks some of them: %s".formatted(width, height, warning));
            }
        }
        return rows;
    }

    /** Whether every libjpeg decodes it: eight bits, grey or three components, Huffman, sequential or progressive. */
    boolean isPlain() {
        return hasEightBitSamples() && (components == 1 || components == 3);
    }

    /** Whether each scan delivers only some coefficients, or some of their bits. */
    boolean isProgressive() {
        return frame == 0xC2 || frame == 0xC6 || frame == 0xCA || frame == 0xCE;
    }

    /** Whether it is coded in one of the usual ways, so that stored samples can be read without conversion. */
    boolean hasEightBitSamples() {
        return precision == 8 && frame <= 0xC2;
    }

    private static final class Walk {
        private static final int START_OF_SCAN = 0xDA;
        private static final int APP1 = 0xE1;
        private static final int APP14 = 0xEE;

        private final ByteView view;
        private final boolean whole;
        private int position = 2;
        private @Nullable JpegStructure frame;
        private int adobeTransform = NO_ADOBE;
        private int orientation = ExifOrientation.UNSTATED;
        private final ScanCoverage coverage = new ScanCoverage();
        private int scans;
        private int pixelsEnd;
        private boolean afterScan;
        private boolean namedRgb;

        Walk(ByteView view, boolean whole) {
            this.view = view;
            this.whole = whole;
        }

        JpegStructure run() {
            try {
                return walk();
            } catch (PermanentFailure e) {
                if (scans == 0) {
                    throw e;
                }
                // The pixels may be followed by anything, a maker's own data for instance.
                return end(false);
            }
        }

        private JpegStructure walk() {
            while (true) {
                int marker = nextMarker();
                if (marker == END_OF_IMAGE) {
                    return end(true);
                }
                if (isStandalone(marker)) {
                    continue;
                }
                int start = position + 2;
                if (!view.has(position, 2)) {
                    throw cut();
                }
                int end = position + view.bigShort(position);
                if (end < start) {
                    throw ImageHeader.corrupt(
                            "the JPEG segment at offset %d states a length below 2".formatted(position));
                }
                if (!view.has(start, end - start)) {
                    throw cut();
                }
                segment(marker, start, end);
                position = end;
                if (frame != null && !whole) {
                    return frame;
                }
            }
        }

        private void segment(int marker, int start, int end) {
            if (isFrame(marker)) {
                frame(marker, start, end);
            } else if (marker == START_OF_SCAN) {
                if (frame == null) {
                    throw ImageHeader.corrupt("the JPEG's pixels at offset %d come before its size".formatted(start));
                }
                scans++;
                afterScan = true;
                coverage.add(view, start, end, frame);
            } else if (marker == APP1
                    && orientation == ExifOrientation.UNSTATED
                    && view.startsWith(start, "Exif\u0000\u0000")) {
                orientation = ExifOrientation.read(view, start + 6, end);
            } else if (marker == APP14 && end - start >= 12 && view.startsWith(start, "Adobe")) {
                adobeTransform = view.unsignedByte(start + 11);
            }
        }

        private void frame(int marker, int start, int end) {
            if (frame != null) {
                throw ImageHeader.corrupt("the JPEG states its size twice, again at offset %d".formatted(start));
            }
            if (end - start < 6) {
                throw ImageHeader.corrupt("the JPEG's frame header has %d bytes, at least 6".formatted(end - start));
            }
            namedRgb = view.unsignedByte(start + 5) == 3 && isNamedRgb(start + 6, end);
            frame = new JpegStructure(
                    marker,
                    view.bigShort(start + 3),
                    view.bigShort(start + 1),
                    view.unsignedByte(start),
                    view.unsignedByte(start + 5),
                    NO_ADOBE,
                    ExifOrientation.UPRIGHT,
                    0,
                    0,
                    false);
        }

        private JpegStructure end(boolean ended) {
            if (frame == null || scans == 0) {
                throw ImageHeader.corrupt("the JPEG ends at offset %d without any pixels".formatted(position));
            }
            if (!coverage.isComplete(frame)) {
                throw ImageHeader.truncated(ImageFormat.JPEG, view.length());
            }
            return new JpegStructure(
                    frame.frame,
                    frame.width,
                    frame.height,
                    frame.precision,
                    frame.components,
                    adobeTransform == NO_ADOBE && namedRgb ? ADOBE_UNTRANSFORMED : adobeTransform,
                    orientation == ExifOrientation.UNSTATED ? ExifOrientation.UPRIGHT : orientation,
                    scans,
                    pixelsEnd,
                    ended);
        }

        /** Skips entropy-coded bytes, stuffing and restart markers, as well as stray bytes between segments. */
        private int nextMarker() {
            byte[] bytes = view.bytes();
            for (int i = position; i + 1 < bytes.length; i++) {
                int next = bytes[i + 1] & 0xff;
                if (bytes[i] == (byte) 0xff && next != 0 && next != 0xff && !(next >= 0xD0 && next <= 0xD7)) {
                    pixelsEnd = afterScan ? i : pixelsEnd;
                    afterScan = false;
                    position = i + 2;
                    return next;
                }
            }
            pixelsEnd = afterScan ? bytes.length : pixelsEnd;
            throw cut();
        }

        private PermanentFailure cut() {
            return frame == null
                    ? ImageHeader.truncatedHeader(ImageFormat.JPEG, view.length())
                    : ImageHeader.truncated(ImageFormat.JPEG, view.length());
        }

        private boolean isNamedRgb(int start, int end) {
            return end - start >= 9
                    && view.unsignedByte(start) == 'R'
                    && view.unsignedByte(start + 3) == 'G'
                    && view.unsignedByte(start + 6) == 'B';
        }

        private static boolean isStandalone(int marker) {
            return marker == 0x01 || marker == 0xD8;
        }

        private static boolean isFrame(int marker) {
            return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        }
    }
}
