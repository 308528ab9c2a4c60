package org.lookalike.imaging.decode;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes for an ImageIO reader that dry up with an exception once the deadline has passed: a reader asks for input every
 * few rows, so it ends by itself in the caller's thread, and no watchdog and no abandoned thread is needed.
 */
final class DeadlineImageInputStream extends ImageInputStreamImpl {
    private final byte[] bytes;
    private final Deadline deadline;

    DeadlineImageInputStream(byte[] bytes, Deadline deadline) {
        this.bytes = bytes;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        prepare();
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        prepare();
        if (length == 0) {
            return 0;
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        if (count <= 0) {
            return -1;
        }
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    private void prepare() throws IOException {
        checkClosed();
        if (deadline.hasPassed()) {
            throw new IOException("the deadline for decoding has passed");
        }
        bitOffset = 0;
    }
}
