package org.lookalike.imaging.decode;

import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * A GIF's canvas and its first frame, found without decoding anything.
 *
 * @param screenWidth width of the canvas in pixels
 * @param screenHeight height of the canvas in pixels
 * @param left where the first frame begins on the canvas
 * @param top likewise
 * @param frameWidth width of the first frame
 * @param frameHeight height of the first frame
 * @param parts what makes the first frame; whatever follows is of no interest, nor whether it is whole
 */
record GifStructure(
        int screenWidth, int screenHeight, int left, int top, int frameWidth, int frameHeight, EncodedParts parts)
        implements ImageIoStructure {
    private static final int SCREEN_END = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int STRAY = 0;
    private static final int IMAGE_DESCRIPTOR_LENGTH = 10;
    private static final int GRAPHIC_CONTROL_LENGTH = 8;

    static ImageHeader readHeader(ByteView view) {
        if (!view.has(0, SCREEN_END)) {
            throw ImageHeader.truncatedHeader(ImageFormat.GIF, view.length());
        }
        return new ImageHeader(ImageFormat.GIF, view.littleShort(6), view.littleShort(8));
    }

    /** Walks the blocks to the end of the first frame; a file that ends before is refused as truncated. */
    static GifStructure readWhole(ByteView view) {
        ImageHeader header = readHeader(view);
        long position = SCREEN_END + colourTableLength(view.unsignedByte(10));
        if (!view.has(0, position)) {
            throw ImageHeader.truncated(ImageFormat.GIF, view.length());
        }
        EncodedParts parts = new EncodedParts().add(view, 0, position);
        while (view.has(position, 1)) {
            int block = view.unsignedByte((int) position);
            if (block == TRAILER) {
                throw ImageHeader.corrupt("the GIF ends without any frame");
            }
            if (block == STRAY) {
                position++;
            } else if (block == EXTENSION) {
                long end = skipSubBlocks(view, position + 2);
                if (end < 0) {
                    break;
                }
                // It says which colour is transparent.
                if (end - position == GRAPHIC_CONTROL_LENGTH
                        && view.unsignedByte((int) position + 1) == GRAPHIC_CONTROL) {
                    parts.add(view, position, end);
                }
                position = end;
            } else if (block == IMAGE) {
                if (!view.has(position, IMAGE_DESCRIPTOR_LENGTH)) {
                    break;
                }
                int descriptor = (int) position;
                long table = colourTableLength(view.unsignedByte(descriptor + 9));
                long end = skipSubBlocks(view, position + IMAGE_DESCRIPTOR_LENGTH + table + 1);
                if (end < 0) {
                    break;
                }
                return frame(
                        view, header, descriptor, parts.add(view, position, end).add((byte) TRAILER));
            } else {
                throw ImageHeader.corrupt("the GIF has an unknown block %d at offset %d".formatted(block, position));
            }
        }
        throw ImageHeader.truncated(ImageFormat.GIF, view.length());
    }

    private static GifStructure frame(ByteView view, ImageHeader header, int descriptor, EncodedParts parts) {
        GifStructure frame = new GifStructure(
                header.width(),
                header.height(),
                view.littleShort(descriptor + 1),
                view.littleShort(descriptor + 3),
                view.littleShort(descriptor + 5),
                view.littleShort(descriptor + 7),
                parts);
        if (frame.frameWidth == 0
                || frame.frameHeight == 0
                || frame.left + frame.frameWidth > frame.screenWidth
                || frame.top + frame.frameHeight > frame.screenHeight) {
            throw ImageHeader.corrupt("the GIF's first frame of %d x %d at %d, %d does not fit its canvas of %d x %d"
                    .formatted(
                            frame.frameWidth,
                            frame.frameHeight,
                            frame.left,
                            frame.top,
                            frame.screenWidth,
                            frame.screenHeight));
        }
        return frame;
    }

    @Override
    public ImageHeader header() {
        return new ImageHeader(ImageFormat.GIF, screenWidth, screenHeight);
    }

    @Override
    public long decodingBytes() {
        return header().pixels();
    }

    @Override
    public EncodedParts parts(ByteView view) {
        return parts;
    }

    @Override
    public PixelRows rows(ImageReader reader, HighBitDepth highBitDepth, Deadline deadline) throws IOException {
        PixelRows frame = new RasterRows(reader.read(0), null, highBitDepth, deadline);
        if (frame.width() != frameWidth || frame.height() != frameHeight) {
            throw ImageHeader.corrupt("the GIF's first frame states %d x %d pixels but holds %d x %d"
                    .formatted(frameWidth, frameHeight, frame.width(), frame.height()));
        }
        return new CanvasRows(frame, screenWidth, screenHeight, left, top);
    }

    /** Where the blocks end with an empty one; -1 if the file ends before. */
    private static long skipSubBlocks(ByteView view, long start) {
        long position = start;
        while (view.has(position, 1)) {
            int length = view.unsignedByte((int) position);
            position += 1 + length;
            if (length == 0) {
                return position;
            }
        }
        return -1;
    }

    private static long colourTableLength(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
    }
}
