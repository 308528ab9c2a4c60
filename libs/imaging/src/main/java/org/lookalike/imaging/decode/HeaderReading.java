package org.lookalike.imaging.decode;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import org.lookalike.platform.failure.PermanentFailure;

/** Reads a header with the reader that will decode the pixels, so that what is checked is what will be decoded. */
final class HeaderReading {
    /** Only what is made to mislead a reader takes longer than a millisecond. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private HeaderReading() {}

    /** Asks a reader that has its input. */
    interface Query<T> {
        T ask(ImageReader reader) throws IOException;
    }

    /**
     * Reads.
     *
     * @throws PermanentFailure {@code IMAGE_TRUNCATED_HEADER} or {@code IMAGE_CORRUPT} where the reader fails
     */
    static <T> T read(ImageFormat format, ByteView view, Query<T> query) {
        ImageReader reader = format.newReader();
        var deadline = new Deadline(LIMIT, System::nanoTime);
        try (var stream = new DeadlineImageInputStream(EncodedParts.whole(view), deadline)) {
            reader.setInput(stream, false, false);
            return query.ask(reader);
        } catch (PermanentFailure e) {
            throw e;
        } catch (EOFException e) {
            throw ImageHeader.truncatedHeader(format, view.length());
        } catch (IOException | RuntimeException e) {
            if (deadline.hasPassed()) {
                throw deadline.failure();
            }
            throw ImageHeader.corrupt("the header of the %s cannot be read: %s".formatted(format, e.getMessage()));
        } finally {
            reader.dispose();
        }
    }

    /** The bytes of a pixel in memory, rounded up. */
    static int bytesPerPixel(ImageTypeSpecifier type) {
        int bits = 0;
        for (int band = 0; band < type.getNumBands(); band++) {
            bits += type.getBitsPerBand(band);
        }
        return Math.max(1, (bits + Byte.SIZE - 1) / Byte.SIZE);
    }
}
