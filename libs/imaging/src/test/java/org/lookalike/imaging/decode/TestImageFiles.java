package org.lookalike.imaging.decode;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Makes small images in memory. */
final class TestImageFiles {
    static final int RED = 0xffff0000;
    static final int GREEN = 0xff00ff00;
    static final int BLUE = 0xff0000ff;
    static final int WHITE = 0xffffffff;

    private static final String WEBP =
            "UklGRjYAAABXRUJQVlA4TCoAAAAvD8ADAB8gEEjeHzqN+RcQFPwf3fxHZA+AMNtokpOc5L3PIKL/Ufpt8AE=";
    private static final String WEBP_LOSSY =
            "UklGRkIAAABXRUJQVlA4IDYAAACwAQCdASoQABAAAUAmJaACdLoABKoAAP2z/+6Of/WVf//kzbv/Ngf/c3f/pcH/6XB/8i6jIAA=";
    private static final String WEBP_ANIMATED =
            "UklGRrgAAABXRUJQVlA4WAoAAAACAAAADwAADwAAQU5JTQYAAAAAAAAAAABBTk1GQgAAAAAAAAAAAA8AAA8AADIAAAJWUDhMKgAAAC8P"
                    + "wAMAHyAQSN4fOo35FxAU/B/d/EdkD4Aw22iSk5zkvc8gov9R+m1wAUFOTUZCAAAAAAAAAAAADwAADwAAMgAAAFZQOEwqAAAALw"
                    + "/AAwAfIBBI3h86jfkXEBT8H938R2QPgDDbaJKTPMm9zyCi/6HwbXUF";

    private TestImageFiles() {}

    /** Red, green, blue and white quarters, clockwise from the top left, blue at the bottom right. */
    static BufferedImage quarters(int width, int height, int type) {
        var image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean left = x < width / 2;
                boolean top = y < height / 2;
                image.setRGB(x, y, top ? (left ? RED : GREEN) : (left ? WHITE : BLUE));
            }
        }
        return image;
    }

    static byte[] encode(BufferedImage image, String format) {
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The quarters at 16 x 16, in formats that Java writes and in those that it does not. */
    static byte[] quarters(String format) {
        return switch (format) {
            case "webp" -> Base64.getDecoder().decode(WEBP);
            case "webp-lossy" -> Base64.getDecoder().decode(WEBP_LOSSY);
            case "webp-animated" -> Base64.getDecoder().decode(WEBP_ANIMATED);
            case "pnm" -> ppm(quarters(16, 16, BufferedImage.TYPE_INT_RGB));
            default -> encode(quarters(16, 16, BufferedImage.TYPE_INT_RGB), format);
        };
    }

    private static byte[] ppm(BufferedImage image) {
        ByteBuffer bytes = ByteBuffer.allocate(15 + 3 * image.getWidth() * image.getHeight());
        bytes.put("P6 %3d %3d 255\n"
                .formatted(image.getWidth(), image.getHeight())
                .getBytes(StandardCharsets.US_ASCII));
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                bytes.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        return bytes.array();
    }

    /** Grey samples of 16 bits, as a PNG. */
    static byte[] png16(int width, int height, IntUnaryOperator sampleOfPixel) {
        return encode(grey16(width, height, sampleOfPixel), "png");
    }

    static BufferedImage grey16(int width, int height, IntUnaryOperator sampleOfPixel) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
        for (int pixel = 0; pixel < width * height; pixel++) {
            image.getRaster().setSample(pixel % width, pixel / width, 0, sampleOfPixel.applyAsInt(pixel));
        }
        return image;
    }

    /** The PNG with another chunk behind its header. */
    static byte[] withChunk(byte[] png, String name, int... content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name.getBytes(StandardCharsets.US_ASCII));
        for (int value : content) {
            chunk.put((byte) value);
        }
        var checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + content.length);
        return insert(png, 33, chunk.putInt((int) checksum.getValue()).array());
    }

    /** A bitmap of 32 bits with masks for red, green, blue and alpha. */
    static byte[] bmpWithAlpha(int width, int height, IntUnaryOperator argbOfPixel) {
        ByteBuffer bytes = ByteBuffer.allocate(14 + 108 + 4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 'B').put((byte) 'M').putInt(bytes.capacity()).putInt(0).putInt(14 + 108);
        bytes.putInt(108)
                .putInt(width)
                .putInt(-height)
                .putShort((short) 1)
                .putShort((short) 32)
                .putInt(3);
        bytes.position(14 + 40);
        bytes.putInt(0xff0000).putInt(0xff00).putInt(0xff).putInt(0xff000000);
        bytes.position(14 + 108);
        for (int pixel = 0; pixel < width * height; pixel++) {
            bytes.putInt(argbOfPixel.applyAsInt(pixel));
        }
        return bytes.array();
    }

    static byte[] jpeg(int width, int height) {
        return encode(quarters(width, height, BufferedImage.TYPE_INT_RGB), "jpeg");
    }

    static byte[] png(int width, int height) {
        return encode(quarters(width, height, BufferedImage.TYPE_INT_RGB), "png");
    }

    static byte[] progressiveJpeg(int width, int height) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(stream);
            BufferedImage image = quarters(width, height, BufferedImage.TYPE_INT_RGB);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** One flat colour of four samples, with an Adobe segment that states the transform. */
    static byte[] fourComponentJpeg(int transform, int... samples) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
            for (int pixel = 0; pixel < 16 * 16; pixel++) {
                raster.setPixel(pixel % 16, pixel / 16, samples);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        byte[] adobe = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
        return insert(out.toByteArray(), 2, adobe);
    }

    /** The JPEG with an Exif segment that states the orientation, big-endian. */
    static byte[] oriented(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36)
                .put(new byte[] {(byte) 0xff, (byte) 0xe1})
                .putShort((short) 34)
                .put(new byte[] {'E', 'x', 'i', 'f', 0, 0})
                .put(tiff(orientation));
        return insert(jpeg, 2, exif.array());
    }

    /** The PNG with an Exif chunk that states the orientation. */
    static byte[] orientedPng(byte[] png, int orientation) {
        byte[] block = tiff(orientation);
        ByteBuffer chunk = ByteBuffer.allocate(12 + block.length)
                .putInt(block.length)
                .put(new byte[] {'e', 'X', 'I', 'f'})
                .put(block);
        var checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + block.length);
        return insert(png, 33, chunk.putInt((int) checksum.getValue()).array());
    }

    static byte[] insert(byte[] bytes, int position, byte[] inserted) {
        return ByteBuffer.allocate(bytes.length + inserted.length)
                .put(bytes, 0, position)
                .put(inserted)
                .put(bytes, position, bytes.length - position)
                .array();
    }

    private static byte[] tiff(int orientation) {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** The pixel as 0xRRGGBB. */
    static int pixel(DecodedImage image, int x, int y) {
        byte[] rgb = image.rgb();
        int at = 3 * (y * image.width() + x);
        return ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
    }
}
