package org.lookalike.imaging.decode;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes for an ImageIO reader that dry up with an exception once the deadline has passed: a reader asks for input every
 * few rows, so it ends by itself in the caller's thread, and no watchdog and no abandoned thread is needed.
 */
final class DeadlineImageInputStream extends ImageInputStreamImpl {
    private final EncodedParts parts;
    private final Deadline deadline;

    DeadlineImageInputStream(EncodedParts parts, Deadline deadline) {
        this.parts = parts;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        prepare();
        int value = parts.read(streamPos);
        if (value >= 0) {
            streamPos++;
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        prepare();
        if (length == 0) {
            return 0;
        }
        int count = parts.read(streamPos, target, offset, length);
        streamPos += Math.max(0, count);
        return count;
    }

    @Override
    public long length() {
        return parts.length();
    }

    private void prepare() throws IOException {
        checkClosed();
        if (deadline.hasPassed()) {
            throw new IOException("the deadline for decoding has passed");
        }
        bitOffset = 0;
    }
}
