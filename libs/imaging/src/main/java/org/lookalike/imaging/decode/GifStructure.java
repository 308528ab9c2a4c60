package org.lookalike.imaging.decode;

import org.jspecify.annotations.Nullable;

/**
 * A GIF's blocks, walked without decoding anything.
 *
 * @param screenWidth width of the canvas in pixels
 * @param screenHeight height of the canvas in pixels
 * @param left where the first frame begins on the canvas
 * @param top likewise
 * @param frameWidth width of the first frame
 * @param frameHeight height of the first frame
 */
record GifStructure(int screenWidth, int screenHeight, int left, int top, int frameWidth, int frameHeight) {
    private static final int SCREEN_END = 13;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int IMAGE_DESCRIPTOR_LENGTH = 10;

    static ImageHeader readHeader(ByteView view) {
        if (!view.has(0, SCREEN_END)) {
            throw ImageHeader.truncatedHeader(ImageFormat.GIF, view.length());
        }
        return new ImageHeader(ImageFormat.GIF, view.littleShort(6), view.littleShort(8));
    }

    /** Walks all blocks of all frames; a file without its trailer is refused as truncated. */
    static GifStructure readWhole(ByteView view) {
        ImageHeader header = readHeader(view);
        long position = SCREEN_END + colourTableLength(view.unsignedByte(10));
        @Nullable GifStructure first = null;
        while (view.has(position, 1)) {
            int block = view.unsignedByte((int) position);
            if (block == TRAILER) {
                if (first == null) {
                    throw ImageHeader.corrupt("the GIF ends without any frame");
                }
                return first;
            }
            if (block == EXTENSION) {
                position = skipSubBlocks(view, position + 2);
            } else if (block == IMAGE) {
                if (!view.has(position, IMAGE_DESCRIPTOR_LENGTH)) {
                    break;
                }
                int descriptor = (int) position;
                if (first == null) {
                    first = frame(view, header, descriptor);
                }
                long table = colourTableLength(view.unsignedByte(descriptor + 9));
                position = skipSubBlocks(view, position + IMAGE_DESCRIPTOR_LENGTH + table + 1);
            } else {
                throw ImageHeader.corrupt("the GIF has an unknown block %d at offset %d".formatted(block, position));
            }
        }
        throw ImageHeader.truncated(ImageFormat.GIF, view.length());
    }

    private static GifStructure frame(ByteView view, ImageHeader header, int descriptor) {
        GifStructure frame = new GifStructure(
                header.width(),
                header.height(),
                view.littleShort(descriptor + 1),
                view.littleShort(descriptor + 3),
                view.littleShort(descriptor + 5),
                view.littleShort(descriptor + 7));
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

    private static long skipSubBlocks(ByteView view, long start) {
        long position = start;
        while (view.has(position, 1)) {
            int length = view.unsignedByte((int) position);
            position += 1 + length;
            if (length == 0) {
                return position;
            }
        }
        return position;
    }

    private static long colourTableLength(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
    }
}
