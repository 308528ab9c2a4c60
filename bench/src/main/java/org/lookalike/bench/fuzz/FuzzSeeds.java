package org.lookalike.bench.fuzz;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Sound inputs of every kind, drawn and written here. */
public final class FuzzSeeds {
    private static final int SIDE = 24;

    private FuzzSeeds() {}

    /** Small pictures, by the name of their format; the first letters of each are those of its files. */
    public static Map<String, List<byte[]>> pictures() {
        Map<String, List<byte[]>> pictures = new TreeMap<>();
        for (String format : List.of("jpeg", "png", "gif", "bmp", "tiff")) {
            pictures.put(
                    format,
                    List.of(
                            encoded(drawn(BufferedImage.TYPE_3BYTE_BGR), format),
                            encoded(drawn(BufferedImage.TYPE_BYTE_GRAY), format)));
        }
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, (byte) 'x');
        byte[] header = "P5\n# made here\n%d %d\n255\n".formatted(SIDE, SIDE).getBytes(StandardCharsets.US_ASCII);
        pictures.put("pnm", List.of(joined(header, pixels), "P2 2 2 9 1 2 3 4".getBytes(StandardCharsets.US_ASCII)));
        pictures.put("webp", List.of(webp()));
        return pictures;
    }

    /** A lossless picture of one colour: each of its five codes has one symbol, so that its pixels take no bits. */
    private static byte[] webp() {
        BitSet bits = new BitSet();
        int at = put(bits, 0, 8, 0x2f);
        at = put(bits, at, 14, SIDE - 1);
        at = put(bits, at, 14, SIDE - 1);
        // No alpha, version 0; no transform, no cache of colours, no groups of codes.
        at = put(bits, at, 1 + 3 + 1 + 1 + 1, 0);
        for (int symbol : new int[] {90, 120, 150, 255, 0}) {
            // A simple code of one symbol, which has eight bits.
            at = put(bits, at, 3, 0b101);
            at = put(bits, at, Byte.SIZE, symbol);
        }
        byte[] pixels = Arrays.copyOf(bits.toByteArray(), (at + 15) / 16 * 2);
        return ByteBuffer.allocate(20 + pixels.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + pixels.length)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(pixels.length)
                .put(pixels)
                .array();
    }

    /** @return where the next bits go */
    private static int put(BitSet bits, int at, int count, int value) {
        for (int bit = 0; bit < count; bit++) {
            bits.set(at + bit, (value >> bit & 1) == 1);
        }
        return at + count;
    }

    /** A zip, a tar and a tar.gz. */
    static List<byte[]> archives() {
        byte[] picture = encoded(drawn(BufferedImage.TYPE_BYTE_GRAY), "png");
        try {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            ByteArrayOutputStream tarred = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(zipped);
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(tarred, StandardCharsets.UTF_8.name())) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                tar.setAddPaxHeadersForNonAsciiNames(true);
                for (String name : List.of("a.png", "b/\u00e4.png", "c/" + "long".repeat(30))) {
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(picture);
                    zip.closeEntry();
                    TarArchiveEntry entry = new TarArchiveEntry(name);
                    entry.setSize(picture.length);
                    tar.putArchiveEntry(entry);
                    tar.write(picture);
                    tar.closeArchiveEntry();
                }
            }
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(tarred.toByteArray());
            }
            return List.of(zipped.toByteArray(), tarred.toByteArray(), compressed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Joins byte arrays. */
    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static BufferedImage drawn(int type) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(2, 3, SIDE - 4, SIDE / 2);
        graphics.setColor(Color.BLUE);
        graphics.drawLine(0, 0, SIDE, SIDE);
        graphics.dispose();
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("Java writes no " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
