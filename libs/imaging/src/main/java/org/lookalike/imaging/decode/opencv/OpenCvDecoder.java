package org.lookalike.imaging.decode.opencv;

import java.util.Optional;
import java.util.function.Function;
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
 * Decodes ordinary JPEGs natively, at full size or at a half, a quarter or an eighth of it, and WebPs.
 *
 * <p>The caller has made sure that the bytes are of the format, with all of a JPEG's markers: libjpeg fills what is
 * missing with grey instead of failing. A native decode cannot be interrupted. Thread-safe.
 */
public final class OpenCvDecoder {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenCvDecoder.class);

    private OpenCvDecoder() {}

    /** The decoder, or nothing where this platform has no native library; loaded once for each process. */
    public static Optional<OpenCvDecoder> load() {
        return Holder.LOADED;
    }

    /**
     * Decodes a JPEG without applying the Exif orientation.
     *
     * @param factor 1, 2, 4 or 8: sides are divided by it and rounded up
     * @throws IllegalArgumentException if OpenCV cannot make sense of the bytes
     */
    public RgbPixels decodeJpeg(byte[] jpeg, int factor) {
        return decode(jpeg, mode(factor) | Imgcodecs.IMREAD_IGNORE_ORIENTATION, pixels -> {
            if (pixels.type() != CvType.CV_8UC3) {
                throw new IllegalArgumentException("OpenCV cannot decode the JPEG");
            }
            return new RgbPixels(pixels.cols(), pixels.rows(), bytes(pixels));
        });
    }

    /**
     * Decodes a still WebP.
     *
     * @return blue, green, red and, where the image has it, alpha of each pixel, not premultiplied
     * @throws IllegalArgumentException if OpenCV cannot make sense of the bytes
     */
    public BgraPixels decodeWebp(byte[] webp) {
        return decode(webp, Imgcodecs.IMREAD_UNCHANGED, pixels -> {
            if (pixels.type() != CvType.CV_8UC3 && pixels.type() != CvType.CV_8UC4) {
                throw new IllegalArgumentException("OpenCV cannot decode the WebP");
            }
            return new BgraPixels(pixels.cols(), pixels.rows(), pixels.channels(), bytes(pixels));
        });
    }

    private static <T> T decode(byte[] encoded, int mode, Function<Mat, T> result) {
        Mat input = new MatOfByte(encoded);
        Mat pixels = new Mat();
        try {
            pixels = Imgcodecs.imdecode(input, mode);
            if (pixels.empty()) {
                throw new IllegalArgumentException("OpenCV cannot make sense of the data");
            }
            return result.apply(pixels);
        } finally {
            // Native memory is invisible to the garbage collector, which would release it far too late.
            pixels.release();
            input.release();
        }
    }

    private static byte[] bytes(Mat pixels) {
        byte[] bytes =
                new byte[Math.multiplyExact(pixels.channels(), Math.multiplyExact(pixels.cols(), pixels.rows()))];
        pixels.get(0, 0, bytes);
        return bytes;
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
        static final Optional<OpenCvDecoder> LOADED = load();

        private static Optional<OpenCvDecoder> load() {
            try {
                Loader.load(opencv_java.class);
                // Images are decoded side by side, so that threads of OpenCV's own would only compete.
                Core.setNumThreads(1);
                return Optional.of(new OpenCvDecoder());
            } catch (RuntimeException | LinkageError e) {
                LOGGER.atWarn()
                        .setCause(e)
                        .log(
                                "OpenCV is not available here; JPEGs are decoded by ImageIO, slower, and WebPs not at all");
                return Optional.empty();
            }
        }
    }
}
