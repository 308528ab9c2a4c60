package org.lookalike.imaging.decode.opencv;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes ordinary JPEGs natively, at full size or at a half, a quarter or an eighth of it.
 *
 * <p>The caller has made sure that the file is a JPEG with all of its markers: libjpeg fills what is missing with grey
 * instead of failing. A native decode cannot be interrupted. Thread-safe.
 */
public final class OpenCvJpegDecoder {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenCvJpegDecoder.class);

    private OpenCvJpegDecoder() {}

    /** The decoder, or nothing where this platform has no native library; loaded once for each process. */
    public static Optional<OpenCvJpegDecoder> load() {
        return Holder.LOADED;
    }

    /**
     * Decodes without applying the Exif orientation.
     *
     * @param factor 1, 2, 4 or 8: sides are divided by it and rounded up
     * @throws IllegalArgumentException if OpenCV cannot make sense of the bytes
     */
    public RgbPixels decode(byte[] jpeg, int factor) {
        Mat input = new MatOfByte(jpeg);
        Mat pixels = new Mat();
        try {
            pixels = Imgcodecs.imdecode(input, mode(factor) | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
            if (pixels.empty() || pixels.type() != CvType.CV_8UC3) {
                throw new IllegalArgumentException("OpenCV cannot decode the JPEG");
            }
            byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(pixels.cols(), pixels.rows()))];
            pixels.get(0, 0, rgb);
            return new RgbPixels(pixels.cols(), pixels.rows(), rgb);
        } finally {
            // Native memory is invisible to the garbage collector, which would release it far too late.
            pixels.release();
            input.release();
        }
    }

    /**
     * Red comes first, which libjpeg can write by itself; OpenCV's own order would have to be turned about. The reduced
     * modes that are named after grey say how far to shrink and nothing of colour, those named after colour mean blue
     * first.
     */
    private static int mode(int factor) {
        return Imgcodecs.IMREAD_COLOR_RGB
                | switch (factor) {
                    case 1 -> 0;
                    case 2 -> Imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
                    case 4 -> Imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
                    case 8 -> Imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
                    default -> throw new IllegalArgumentException("factor must be 1, 2, 4 or 8, was " + factor);
                };
    }

    private static final class Holder {
        static final Optional<OpenCvJpegDecoder> LOADED = load();

        private static Optional<OpenCvJpegDecoder> load() {
            try {
                Loader.load(opencv_java.class);
                // Images are decoded side by side, so that threads of OpenCV's own would only compete.
                Core.setNumThreads(1);
                return Optional.of(new OpenCvJpegDecoder());
            } catch (RuntimeException | LinkageError e) {
                LOGGER.atWarn().setCause(e).log("OpenCV is not available here; JPEGs are decoded by ImageIO, slower");
                return Optional.empty();
            }
        }
    }
}
