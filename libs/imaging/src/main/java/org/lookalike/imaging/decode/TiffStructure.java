package org.lookalike.imaging.decode;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageMetadata;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * The first page of a TIFF, as its directory describes it.
 *
 * @param header format and size
 * @param orientation 1 to 8
 * @param bytesPerPixel of a decoded pixel
 * @param tilePixels of the largest piece that is decoded at once
 * @param readsStoredSamples whether samples are taken as they are stored, for they may lie outside 0 to 1
 * @param stated the samples that the file states to be its smallest and largest, or null
 */
record TiffStructure(
        ImageHeader header,
        int orientation,
        int bytesPerPixel,
        double tilePixels,
        boolean readsStoredSamples,
        @Nullable SampleLevels stated)
        implements ImageIoStructure {
    private static final String LITTLE_ENDIAN = "II*\u0000";
    private static final String BIG_ENDIAN = "MM\u0000*";
    private static final int FILE_HEADER_LENGTH = 8;
    private static final int ENTRY_LENGTH = 12;
    private static final int MAX_SAMPLES = 8;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int FLOATING_POINT = 3;
    private static final int NO_COMPRESSION = 1;
    private static final int MAX_SAMPLE_VALUE = 281;
    private static final int SMALLEST_SAMPLE_VALUE = 340;
    private static final int LARGEST_SAMPLE_VALUE = 341;
    /** None, CCITT, LZW, JPEG old and new, Deflate old and new, PackBits. */
    private static final Set<Integer> COMPRESSIONS = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 32_771, 32_773, 32_946);

    private static final Map<Integer, String> OTHER_COMPRESSIONS = Map.of(
            33_003, "JPEG 2000",
            33_005, "JPEG 2000",
            34_712, "JPEG 2000",
            34_887, "LERC",
            34_925, "LZMA",
            34_927, "WebP",
            50_000, "Zstandard",
            50_001, "WebP",
            50_002, "JPEG XL");

    static boolean recognises(ByteView view) {
        return view.startsWith(0, LITTLE_ENDIAN)
                || view.startsWith(0, BIG_ENDIAN)
                || view.startsWith(0, "II+\u0000\u0008\u0000")
                || view.startsWith(0, "MM\u0000+\u0000\u0008");
    }

    static TiffStructure read(ByteView view) {
        // Most writers put the directory at the end, where a cut file has lost it.
        boolean cut = !view.has(0, FILE_HEADER_LENGTH)
                || (view.startsWith(0, LITTLE_ENDIAN) && !hasDirectory(view, view.littleInt(4), true))
                || (view.startsWith(0, BIG_ENDIAN) && !hasDirectory(view, view.bigInt(4), false));
        if (cut) {
            throw ImageHeader.truncatedHeader(ImageFormat.TIFF, view.length());
        }
        return HeaderReading.read(ImageFormat.TIFF, view, TiffStructure::read);
    }

    private static boolean hasDirectory(ByteView view, int offset, boolean little) {
        if (!view.has(Integer.toUnsignedLong(offset), 2)) {
            return false;
        }
        int entries = little ? view.littleShort(offset) : view.bigShort(offset);
        return view.has(offset + 2L, (long) entries * ENTRY_LENGTH);
    }

    private static TiffStructure read(ImageReader reader) throws IOException {
        var metadata = (TIFFImageMetadata) reader.getImageMetadata(0);
        int compression = (int) first(metadata, TIFF.TAG_COMPRESSION).orElse(NO_COMPRESSION);
        if (!COMPRESSIONS.contains(compression)) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_UNKNOWN_FORMAT,
                    "the TIFF has compression %d%s, which is not read"
                            .formatted(
                                    compression,
                                    OTHER_COMPRESSIONS.containsKey(compression)
                                            ? " (%s)".formatted(OTHER_COMPRESSIONS.get(compression))
                                            : ""));
        }
        int samples = (int) first(metadata, TIFF.TAG_SAMPLES_PER_PIXEL).orElse(1);
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_UNKNOWN_FORMAT,
                    "the TIFF has %d samples a pixel, 1 to %d are read".formatted(samples, MAX_SAMPLES));
        }
        int photometric =
                (int) first(metadata, TIFF.TAG_PHOTOMETRIC_INTERPRETATION).orElse(BLACK_IS_ZERO);
        boolean floating = first(metadata, TIFF.TAG_SAMPLE_FORMAT).orElse(1) == FLOATING_POINT;
        int orientation = (int) first(metadata, TIFF.TAG_ORIENTATION).orElse(ExifOrientation.UPRIGHT);
        return new TiffStructure(
                new ImageHeader(ImageFormat.TIFF, reader.getWidth(0), reader.getHeight(0)),
                orientation >= 1 && orientation <= 8 ? orientation : ExifOrientation.UPRIGHT,
                HeaderReading.bytesPerPixel(reader.getRawImageType(0)),
                (double) reader.getTileWidth(0) * reader.getTileHeight(0),
                floating && (photometric == BLACK_IS_ZERO || photometric == RGB),
                stated(metadata));
    }

    @Override
    public long decodingBytes() {
        return (long) ((header.pixels() + tilePixels) * bytesPerPixel);
    }

    @Override
    public PixelRows rows(ImageReader reader, HighBitDepth highBitDepth, Deadline deadline) throws IOException {
        return readsStoredSamples
                ? new RasterRows(
                        reader.readRaster(0, null),
                        reader.getRawImageType(0).getColorModel(),
                        stated,
                        highBitDepth,
                        deadline)
                : new RasterRows(reader.read(0), stated, highBitDepth, deadline);
    }

    private static @Nullable SampleLevels stated(TIFFImageMetadata metadata) {
        OptionalDouble white = values(metadata, LARGEST_SAMPLE_VALUE).max();
        if (white.isEmpty()) {
            white = values(metadata, MAX_SAMPLE_VALUE).max();
        }
        double black = values(metadata, SMALLEST_SAMPLE_VALUE).min().orElse(0);
        return white.isPresent() && white.getAsDouble() > black ? new SampleLevels(black, white.getAsDouble()) : null;
    }

    private static OptionalDouble first(TIFFImageMetadata metadata, int tag) {
        return values(metadata, tag).findFirst();
    }

    /** A field's numbers; none where there is no such field, or no number in it. */
    private static DoubleStream values(TIFFImageMetadata metadata, int tag) {
        Entry entry = metadata.getTIFFField(tag);
        Object value = entry == null ? null : entry.getValue();
        if (value == null) {
            return DoubleStream.empty();
        }
        if (!value.getClass().isArray()) {
            return value instanceof Number number ? DoubleStream.of(number.doubleValue()) : DoubleStream.empty();
        }
        return IntStream.range(0, Array.getLength(value))
                .mapToObj(i -> Array.get(value, i))
                .filter(Number.class::isInstance)
                .mapToDouble(element -> ((Number) element).doubleValue());
    }
}
