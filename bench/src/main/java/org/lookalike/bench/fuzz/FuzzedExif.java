package org.lookalike.bench.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.intake.accept.ExifDateConfig;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * Reads date and orientation of Exif metadata in a JPEG, a PNG and a WebP that are sound, so that they are all that an
 * input can break; and of the metadata as a TIFF of its own.
 */
final class FuzzedExif implements FuzzBody {
    private static final int SIDE = 224;
    private static final int PNG_HEADER_END = 33;
    private static final int RIFF_HEADER = 12;
    /** Of a JPEG's segment, with its length and what comes before the metadata. */
    private static final int MAX_SEGMENT = 0xffff - 8;

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    private final ExifDates dates = new ExifDates(ExifDateConfig.defaults());
    private final ImageDecoder decoder = new ImageDecoder(FuzzedPictures.limits());
    private final byte[] jpeg = picture("jpeg");
    private final byte[] png = picture("png");
    private final byte[] webp = picture("webp");

    /** A directory with orientation and a pointer to another one with date, fraction and offset; in both byte orders. */
    static List<byte[]> seeds() {
        return List.of(exif(ByteOrder.LITTLE_ENDIAN), exif(ByteOrder.BIG_ENDIAN));
    }

    private static byte[] picture(String format) {
        return Objects.requireNonNull(FuzzSeeds.pictures().get(format)).get(0);
    }

    private static byte[] exif(ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(112).order(order);
        exif.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(US_ASCII));
        exif.putShort((short) 42).putInt(8);
        exif.putShort((short) 2);
        entry(exif, 0x0112, 3, 1).putShort((short) 6).putShort((short) 0);
        entry(exif, 0x8769, 4, 1).putInt(38);
        exif.putInt(0);
        exif.putShort((short) 3);
        entry(exif, 0x9003, 2, 20).putInt(80);
        entry(exif, 0x9011, 2, 7).putInt(100);
        entry(exif, 0x9291, 2, 4).put("250\0".getBytes(US_ASCII));
        exif.putInt(0);
        exif.put("2026:07:01 12:30:45\0+02:00\0".getBytes(US_ASCII));
        return exif.array();
    }

    private static ByteBuffer entry(ByteBuffer exif, int tag, int type, int count) {
        return exif.putShort((short) tag).putShort((short) type).putInt(count);
    }

    @Override
    public void run(byte[] input) {
        if (input.length > MAX_SEGMENT) {
            return;
        }
        for (byte[] picture : List.of(inJpeg(input), inPng(input), inWebp(input))) {
            dates.read(picture, NOW);
            if (decoder.decode(picture, SIDE).rgb().length == 0) {
                throw new IllegalStateException("no pixels");
            }
        }
        dates.read(input, NOW);
        try {
            decoder.inspect(input);
        } catch (PermanentFailure e) {
            return;
        }
    }

    /** Behind the marker of the start. */
    private byte[] inJpeg(byte[] exif) {
        byte[] segment = ByteBuffer.allocate(10 + exif.length)
                .putShort((short) 0xffe1)
                .putShort((short) (8 + exif.length))
                .put("Exif\0\0".getBytes(US_ASCII))
                .put(exif)
                .array();
        return inserted(jpeg, 2, segment);
    }

    private byte[] inPng(byte[] exif) {
        byte[] chunk = ByteBuffer.allocate(12 + exif.length)
                .putInt(exif.length)
                .put("eXIf".getBytes(US_ASCII))
                .put(exif)
                .array();
        return PngChecksums.mended(inserted(png, PNG_HEADER_END, chunk));
    }

    private byte[] inWebp(byte[] exif) {
        byte[] chunk = ByteBuffer.allocate(8 + exif.length + (exif.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("EXIF".getBytes(US_ASCII))
                .putInt(exif.length)
                .put(exif)
                .array();
        byte[] extended = ByteBuffer.allocate(18)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("VP8X".getBytes(US_ASCII))
                .putInt(10)
                .put((byte) 0x08)
                .put(new byte[3])
                .put(new byte[] {23, 0, 0, 23, 0, 0})
                .array();
        byte[] whole = FuzzSeeds.joined(inserted(webp, RIFF_HEADER, extended), chunk);
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(4, whole.length - 8);
        return whole;
    }

    private static byte[] inserted(byte[] picture, int at, byte[] part) {
        return ByteBuffer.allocate(picture.length + part.length)
                .put(picture, 0, at)
                .put(part)
                .put(picture, at, picture.length - at)
                .array();
    }
}
