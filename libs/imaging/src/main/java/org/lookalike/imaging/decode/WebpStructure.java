package org.lookalike.imaging.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lookalike.imaging.decode.opencv.BgraPixels;

/**
 * A WebP's canvas and its only or first frame, found without decoding anything.
 *
 * @param header format and size of the canvas
 * @param frameWidth width of the frame
 * @param frameHeight height of the frame
 * @param left where the frame begins on the canvas
 * @param top likewise
 * @param orientation Exif orientation, 1 to 8
 * @param parts the frame alone, as a still WebP
 */
record WebpStructure(
        ImageHeader header, int frameWidth, int frameHeight, int left, int top, int orientation, EncodedParts parts)
        implements ImageStructure {
    private static final int FILE_HEADER_LENGTH = 12;
    private static final int CHUNK_HEADER_LENGTH = 8;
    private static final int EXTENDED_LENGTH = 10;
    private static final int FRAME_HEADER_LENGTH = 16;
    private static final int HAS_ALPHA = 0x10;
    private static final int SIDE_BITS = 14;
    private static final int MAX_SIDE = (1 << SIDE_BITS) - 1;
    private static final int LOSSLESS_SIGNATURE = 0x2f;
    private static final int RGBA = 4;

    /** The chunks of one frame; alpha is null in an opaque one. */
    private record Frame(@Nullable Chunk alpha, Chunk pixels) {}

    /** A chunk whose header is there; its content may not be. */
    private record Chunk(ByteView view, long position, long length) {
        String name() {
            return new String(view.bytes(), (int) position, 4, StandardCharsets.ISO_8859_1);
        }

        long start() {
            return position + CHUNK_HEADER_LENGTH;
        }

        long end() {
            return start() + length;
        }

        /** Where the next chunk begins: at an even offset. */
        long next() {
            return end() + (length & 1);
        }
    }

    static boolean recognises(ByteView view) {
        return view.startsWith(0, "RIFF") && view.startsWith(8, "WEBP");
    }

    /** The size of the canvas, which comes first. */
    static ImageHeader readHeader(ByteView view) {
        Chunk first = chunk(view, FILE_HEADER_LENGTH, view.length());
        if (first == null || !view.has(first.start(), Math.min(EXTENDED_LENGTH, first.length))) {
            throw ImageHeader.truncatedHeader(ImageFormat.WEBP, view.length());
        }
        if (first.name().equals("VP8X") && first.length >= EXTENDED_LENGTH) {
            int start = (int) first.start();
            return new ImageHeader(
                    ImageFormat.WEBP, 1 + view.littleTriple(start + 4), 1 + view.littleTriple(start + 7));
        }
        return size(first);
    }

    /** Walks the chunks; a file that ends inside its first frame is refused as truncated. */
    static WebpStructure readWhole(ByteView view) {
        Chunk animation = null;
        int orientation = ExifOrientation.UNSTATED;
        for (Chunk chunk = chunk(view, FILE_HEADER_LENGTH, view.length());
                chunk != null;
                chunk = chunk(view, chunk.next(), view.length())) {
            String name = chunk.name();
            if (animation == null && name.equals("ANMF")) {
                animation = chunk;
            } else if (orientation == ExifOrientation.UNSTATED && name.equals("EXIF") && view.has(0, chunk.end())) {
                int start = (int) chunk.start();
                int prefix = view.startsWith(start, "Exif\u0000\u0000") ? 6 : 0;
                orientation = ExifOrientation.read(view, start + prefix, (int) chunk.end());
            }
        }
        int left = 0;
        int top = 0;
        Frame frame;
        if (animation == null) {
            frame = frame(view, FILE_HEADER_LENGTH, view.length());
        } else if (view.has(animation.start(), FRAME_HEADER_LENGTH)) {
            left = 2 * view.littleTriple((int) animation.start());
            top = 2 * view.littleTriple((int) animation.start() + 3);
            long from = animation.start() + FRAME_HEADER_LENGTH;
            frame = frame(view, from, Math.min(animation.end(), view.length()));
        } else {
            throw ImageHeader.truncated(ImageFormat.WEBP, view.length());
        }
        ImageHeader canvas = readHeader(view);
        ImageHeader size = size(frame.pixels);
        // The decoder goes by the frame alone, and so must the limits.
        if (left + size.width() > canvas.width() || top + size.height() > canvas.height()) {
            throw ImageHeader.corrupt("the WebP's first frame of %d x %d at %d, %d does not fit its canvas of %d x %d"
                    .formatted(size.width(), size.height(), left, top, canvas.width(), canvas.height()));
        }
        return new WebpStructure(
                canvas,
                size.width(),
                size.height(),
                left,
                top,
                orientation == ExifOrientation.UNSTATED ? ExifOrientation.UPRIGHT : orientation,
                parts(view, frame, size.width(), size.height()));
    }

    /** What the chunk of the pixels says about their size. */
    private static ImageHeader size(Chunk chunk) {
        ByteView view = chunk.view;
        int start = (int) chunk.start();
        boolean lossy = chunk.name().equals("VP8 ");
        if (!lossy && !chunk.name().equals("VP8L")) {
            throw ImageHeader.corrupt("the WebP has a chunk %s where its pixels should be".formatted(chunk.name()));
        }
        if (!view.has(start, EXTENDED_LENGTH) || chunk.length < EXTENDED_LENGTH) {
            throw ImageHeader.truncatedHeader(ImageFormat.WEBP, view.length());
        }
        if (lossy && view.startsWith(start + 3, "\u009d\u0001*")) {
            return new ImageHeader(
                    ImageFormat.WEBP, view.littleShort(start + 6) & MAX_SIDE, view.littleShort(start + 8) & MAX_SIDE);
        }
        if (!lossy && view.unsignedByte(start) == LOSSLESS_SIGNATURE) {
            int bits = view.littleInt(start + 1);
            return new ImageHeader(ImageFormat.WEBP, 1 + (bits & MAX_SIDE), 1 + ((bits >>> SIDE_BITS) & MAX_SIDE));
        }
        throw ImageHeader.corrupt("the WebP's pixels do not begin as %s pixels do".formatted(chunk.name()));
    }

    private static Frame frame(ByteView view, long from, long to) {
        Chunk alpha = null;
        for (Chunk chunk = chunk(view, from, to); chunk != null; chunk = chunk(view, chunk.next(), to)) {
            switch (chunk.name()) {
                case "ALPH" -> alpha = chunk;
                case "VP8 ", "VP8L" -> {
                    if (chunk.end() > to || (alpha != null && alpha.end() > to)) {
                        throw ImageHeader.truncated(ImageFormat.WEBP, view.length());
                    }
                    return new Frame(alpha, chunk);
                }
                default -> {}
            }
        }
        throw ImageHeader.truncated(ImageFormat.WEBP, view.length());
    }

    private static @Nullable Chunk chunk(ByteView view, long position, long to) {
        return position + CHUNK_HEADER_LENGTH > to
                ? null
                : new Chunk(view, position, Integer.toUnsignedLong(view.littleInt((int) position + 4)));
    }

    /** The frame's chunks behind headers of their own. */
    private static EncodedParts parts(ByteView view, Frame frame, int width, int height) {
        EncodedParts chunks = new EncodedParts();
        Chunk alpha = frame.alpha;
        if (alpha != null) {
            chunks.add(extended(width, height));
            add(chunks, view, alpha);
        }
        add(chunks, view, frame.pixels);
        ByteBuffer riff = ByteBuffer.allocate(FILE_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        riff.put(ascii("RIFF")).putInt((int) (4 + chunks.length())).put(ascii("WEBP"));
        return new EncodedParts().add(riff.array()).add(chunks);
    }

    private static byte[] extended(int width, int height) {
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_HEADER_LENGTH + EXTENDED_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(ascii("VP8X")).putInt(EXTENDED_LENGTH).putInt(HAS_ALPHA);
        chunk.putShort((short) (width - 1)).put((byte) ((width - 1) >> Short.SIZE));
        chunk.putShort((short) (height - 1)).put((byte) ((height - 1) >> Short.SIZE));
        return chunk.array();
    }

    private static void add(EncodedParts parts, ByteView view, Chunk chunk) {
        parts.add(view, chunk.position, chunk.end());
        if ((chunk.length & 1) == 1) {
            parts.add((byte) 0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public long decodingBytes() {
        // Twice: the native image and its copy.
        return 2L * RGBA * frameWidth * frameHeight;
    }

    /** Places decoded pixels on the canvas. */
    PixelRows rows(BgraPixels pixels) {
        if (pixels.width() != frameWidth || pixels.height() != frameHeight) {
            throw ImageHeader.corrupt("the WebP's frame states %d x %d pixels but holds %d x %d"
                    .formatted(frameWidth, frameHeight, pixels.width(), pixels.height()));
        }
        return new CanvasRows(new BgraRows(pixels), header.width(), header.height(), left, top);
    }
}
