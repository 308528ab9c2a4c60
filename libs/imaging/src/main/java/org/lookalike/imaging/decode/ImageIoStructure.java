package org.lookalike.imaging.decode;

import java.io.IOException;
import javax.imageio.ImageReader;

/** An image that ImageIO decodes. */
interface ImageIoStructure extends ImageStructure {

    /** The bytes that the reader gets to see. */
    default EncodedParts parts(ByteView view) {
        return EncodedParts.whole(view);
    }

    /**
     * Decodes.
     *
     * @param reader has its input
     * @param deadline for what is done with the samples; the input has it too
     */
    PixelRows rows(ImageReader reader, HighBitDepth highBitDepth, Deadline deadline) throws IOException;
}
