package org.lookalike.intake.folder;

import java.io.IOException;
import java.io.InputStream;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Reads up to a limit, whatever size a directory or an archive claims. */
final class BoundedRead {
    private BoundedRead() {}

    static byte[] all(InputStream in, long maxBytes) throws IOException {
        byte[] bytes = in.readNBytes((int) Math.min(maxBytes, Integer.MAX_VALUE - 8));
        if (in.read() >= 0) {
            throw tooManyBytes(bytes.length + 1L, maxBytes);
        }
        return bytes;
    }

    static PermanentFailure tooManyBytes(long bytes, long maxBytes) {
        return new PermanentFailure(
                ErrorCode.IMAGE_TOO_MANY_BYTES, "the file has at least %d bytes, limit %d".formatted(bytes, maxBytes));
    }
}
