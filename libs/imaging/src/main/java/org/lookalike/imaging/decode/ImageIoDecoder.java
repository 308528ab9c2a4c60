package org.lookalike.imaging.decode;

import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;
import org.lookalike.imaging.decode.opencv.RgbPixels;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/** Decodes through ImageIO, and gives every way in which a codec can fail one of our names. */
final class ImageIoDecoder {

    RgbPixels decode(
            byte[] bytes,
            ImageHeader header,
            @Nullable JpegStructure jpeg,
            @Nullable GifStructure gif,
            int factor,
            Deadline deadline) {
        ImageReader reader = reader(header.format());
        try (var stream = new DeadlineImageInputStream(bytes, deadline)) {
            // Metadata is ignored: it is where codecs are most easily led astray, and nothing here needs it.
            reader.setInput(stream, true, true);
            return Shrinking.collect(rows(reader, header, jpeg, gif), factor, deadline);
        } catch (PermanentFailure e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failure(header, bytes.length, e, deadline);
        } finally {
            reader.dispose();
        }
    }

    private static PixelRows rows(
            ImageReader reader, ImageHeader header, @Nullable JpegStructure jpeg, @Nullable GifStructure gif)
            throws IOException {
        PixelRows rows = jpeg != null && jpeg.hasEightBitSamples()
                ? new JpegRows(reader.readRaster(0, null), jpeg)
                : new RasterRows(reader.read(0));
        int width = gif == null ? header.width() : gif.frameWidth();
        int height = gif == null ? header.height() : gif.frameHeight();
        if (rows.width() != width || rows.height() != height) {
            throw ImageHeader.corrupt("the %s states %d x %d pixels but holds %d x %d"
                    .formatted(header.format(), width, height, rows.width(), rows.height()));
        }
        return gif == null ? rows : new CanvasRows(rows, gif);
    }

    private static ImageReader reader(ImageFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.mediaType());
        if (!readers.hasNext()) {
            throw new IllegalStateException("ImageIO has no reader for " + format.mediaType());
        }
        return readers.next();
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
