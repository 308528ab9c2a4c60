package org.lookalike.imaging.decode;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.Function;
import javax.imageio.ImageReader;
import org.lookalike.imaging.decode.opencv.RgbPixels;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Decodes through ImageIO, and gives every way in which a codec can fail one of our names. */
final class ImageIoDecoder {
    private final HighBitDepth highBitDepth;

    ImageIoDecoder(HighBitDepth highBitDepth) {
        this.highBitDepth = highBitDepth;
    }

    RgbPixels decode(ByteView view, ImageIoStructure structure, int factor, Deadline deadline) {
        return read(view, structure, deadline, rows -> Shrinking.collect(rows, factor, deadline));
    }

    /** How samples become bytes: decodes them all, for their values may decide. */
    SampleDepth depth(ByteView view, ImageIoStructure structure, Deadline deadline) {
        return read(view, structure, deadline, PixelRows::depth);
    }

    private <T> T read(ByteView view, ImageIoStructure structure, Deadline deadline, Function<PixelRows, T> result) {
        ImageHeader header = structure.header();
        ImageReader reader = header.format().newReader();
        try (var stream = new DeadlineImageInputStream(structure.parts(view), deadline)) {
            // Metadata is ignored: it is where codecs are most easily led astray, and nothing here needs it.
            reader.setInput(stream, true, true);
            PixelRows rows = structure.rows(reader, highBitDepth, deadline);
            if (rows.width() != header.width() || rows.height() != header.height()) {
                throw ImageHeader.corrupt("the %s states %d x %d pixels but holds %d x %d"
                        .formatted(header.format(), header.width(), header.height(), rows.width(), rows.height()));
            }
            return result.apply(rows);
        } catch (PermanentFailure e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failure(header, view.length(), e, deadline);
        } finally {
            reader.dispose();
        }
    }

    private static PermanentFailure failure(ImageHeader header, int length, Exception e, Deadline deadline) {
        if (deadline.hasPassed()) {
            return deadline.failure();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // All chunks of a PNG were there, so that an early end of its data is a contradiction.
            if (cause instanceof EOFException && header.format() != ImageFormat.PNG) {
                return ImageHeader.truncated(header.format(), length);
            }
        }
        return new PermanentFailure(
                ErrorCode.IMAGE_CORRUPT,
                "the %s of %d x %d pixels cannot be decoded: %s"
                        .formatted(header.format(), header.width(), header.height(), e.getMessage()),
                e);
    }
}
