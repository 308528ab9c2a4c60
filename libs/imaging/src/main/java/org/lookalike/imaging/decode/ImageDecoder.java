package org.lookalike.imaging.decode;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.lookalike.imaging.decode.opencv.OpenCvDecoder;
import org.lookalike.imaging.decode.opencv.RgbPixels;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * Turns bytes of unknown origin into upright, opaque RGB pixels.
 *
 * <p>Reads JPEG (grey, colour, CMYK; sequential and progressive), PNG, GIF and WebP (the first frame on its canvas), BMP,
 * TIFF (the first page) and PNM. More than eight bits become eight as {@link HighBitDepth} says, alpha lies over white,
 * colour profiles are left out. Large images come out at a half, a quarter or an eighth, which for JPEGs costs far less
 * than decoding them whole.
 *
 * <p>A file that lacks pixels is refused, even where decoders would make something of it; what is wrong with the rest of
 * it does not matter. A JPEG whose compressed data is damaged is accepted as far as libjpeg resynchronises; PNGs are
 * checksummed.
 *
 * <p>The time limit ends a decode in the caller's own thread: the input dries up once the time is over, so that no
 * thread is ever left behind. Native decoding cannot be stopped midway; it is only given work that fits the limit by a
 * cautious estimate (progressive bombs with hundreds of scans go the interruptible way), and its result is dropped if it
 * comes late all the same.
 *
 * <p>Thread-safe; needs no closing.
 */
public final class ImageDecoder {
    /** A quarter of what one slow core was measured to decode, times scans. */
    private static final long NATIVE_PIXELS_PER_SECOND = 20_000_000;

    private static final byte FILLED = (byte) 128;

    private final DecodeLimits limits;
    private final Optional<OpenCvDecoder> openCv;
    private final LongSupplier nanoTime;
    private final ByteBudget memory;
    private final ImageIoDecoder imageIo;

    /** Loads the native JPEG decoder on first use in a process (about a second); does without where there is none. */
    public ImageDecoder(DecodeLimits limits) {
        this(limits, OpenCvDecoder.load(), System::nanoTime);
    }

    /** @param nanoTime the monotonic clock that the time limit goes by */
    ImageDecoder(DecodeLimits limits, Optional<OpenCvDecoder> openCv, LongSupplier nanoTime) {
        this.limits = limits;
        this.openCv = openCv;
        this.nanoTime = nanoTime;
        this.memory = new ByteBudget(limits.memory());
        this.imageIo = new ImageIoDecoder(limits.highBitDepth());
    }

    /**
     * Decodes one image.
     *
     * @param bytes the encoded image; not written to
     * @param targetShortSide the size in pixels, at least 1, that both sides shall be resized to: a large image is
     *     shrunk only as far as they stay at least twice as long; smaller images are not enlarged
     * @throws PermanentFailure with one of the {@code IMAGE_} codes: those of {@link HeaderValidator#check},
     *     {@code IMAGE_TRUNCATED}, {@code IMAGE_CORRUPT}, {@code IMAGE_DECODE_TIMEOUT} or {@code IMAGE_TOO_MUCH_MEMORY}
     * @throws TransientFailure if the caller is interrupted while it waits for memory
     */
    public DecodedImage decode(byte[] bytes, int targetShortSide) {
        if (targetShortSide < 1) {
            throw new IllegalArgumentException("targetShortSide must be at least 1, was " + targetShortSide);
        }
        var view = new ByteView(bytes);
        ImageHeader header = ImageHeader.read(view, limits);
        ImageStructure structure = ImageStructure.read(header.format(), view);
        int factor = Shrinking.factor(header.width(), header.height(), targetShortSide);
        int orientation = structure.orientation();
        Optional<RgbPixels> shrunkWhileDecoded = structure instanceof JpegStructure jpeg && goesNative(jpeg)
                ? holding(
                        header,
                        DecodeMemory.ofNative(jpeg, factor),
                        deadline -> uprightUnlessFilled(decodeJpeg(bytes, jpeg, factor), orientation))
                : Optional.empty();
        RgbPixels upright = shrunkWhileDecoded.orElseGet(() -> holding(
                header,
                DecodeMemory.of(structure, factor),
                deadline -> Orientation.upright(decode(view, structure, factor, deadline), orientation)));
        boolean swapped = Orientation.swapsSides(orientation);
        return new DecodedImage(
                header.format().mediaType(),
                swapped ? header.height() : header.width(),
                swapped ? header.width() : header.height(),
                upright.width(),
                upright.height(),
                upright.rgb());
    }

    /**
     * Tells what {@link #decode} sees of an image; takes as long.
     *
     * @throws PermanentFailure like {@link #decode}
     * @throws TransientFailure likewise
     */
    public ImageInspection inspect(byte[] bytes) {
        var view = new ByteView(bytes);
        ImageHeader header = ImageHeader.read(view, limits);
        ImageStructure structure = ImageStructure.read(header.format(), view);
        // JPEG and WebP have eight bits.
        SampleDepth samples = header.format() != ImageFormat.JPEG && structure instanceof ImageIoStructure readable
                ? holding(header, DecodeMemory.of(structure, 1), deadline -> imageIo.depth(view, readable, deadline))
                : SampleDepth.BYTES;
        return new ImageInspection(
                header.format().mediaType(), header.width(), header.height(), structure.orientation(), samples);
    }

    /** The bytes that images being decoded hold now, by their headers. */
    public double heldMemory() {
        return memory.held();
    }

    private interface Decoding<T> {
        T decode(Deadline deadline);
    }

    private <T> T holding(ImageHeader header, long bytes, Decoding<T> decoding) {
        int held = acquire(header, bytes);
        try {
            // Waiting for memory is no fault of the image.
            var deadline = new Deadline(limits.maxTime(), nanoTime);
            T decoded = decoding.decode(deadline);
            deadline.check();
            return decoded;
        } finally {
            memory.release(held);
        }
    }

    private int acquire(ImageHeader header, long bytes) {
        if (bytes > limits.memory()) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_TOO_MUCH_MEMORY,
                    "decoding the %s of %d x %d pixels takes %d bytes, limit %d (decode.max-memory)"
                            .formatted(header.format(), header.width(), header.height(), bytes, limits.memory()));
        }
        try {
            return memory.acquire(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while waiting for memory to decode in", e);
        }
    }

    private boolean goesNative(JpegStructure jpeg) {
        double seconds = limits.maxTime().toNanos() / 1e9;
        double work = (double) jpeg.width() * jpeg.height() * jpeg.scans();
        return openCv.isPresent() && jpeg.ended() && jpeg.isPlain() && work <= seconds * NATIVE_PIXELS_PER_SECOND;
    }

    /**
     * Where pixels are missing, libjpeg says so on standard error alone and fills in a middle grey, always up to the last
     * pixel. Images that happen to end in that grey are decoded again, by the way that reports what is missing.
     *
     * @return nothing if the last pixel may have been filled in
     */
    private static Optional<RgbPixels> uprightUnlessFilled(RgbPixels stored, int orientation) {
        byte[] rgb = stored.rgb();
        boolean filled = true;
        for (int i = rgb.length - 3; i < rgb.length; i++) {
            filled &= rgb[i] == FILLED;
        }
        return filled ? Optional.empty() : Optional.of(Orientation.upright(stored, orientation));
    }

    private RgbPixels decode(ByteView view, ImageStructure structure, int factor, Deadline deadline) {
        if (structure instanceof ImageIoStructure readable) {
            return imageIo.decode(view, readable, factor, deadline);
        }
        return Shrinking.collect(decodeWebp((WebpStructure) structure), factor, deadline);
    }

    private RgbPixels decodeJpeg(byte[] bytes, JpegStructure jpeg, int factor) {
        return decodeNatively(jpeg.header(), decoder -> decoder.decodeJpeg(bytes, factor));
    }

    private PixelRows decodeWebp(WebpStructure webp) {
        return webp.rows(decodeNatively(
                webp.header(), decoder -> decoder.decodeWebp(webp.parts().toBytes())));
    }

    private <T> T decodeNatively(ImageHeader header, Function<OpenCvDecoder, T> decoding) {
        if (openCv.isEmpty()) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_UNKNOWN_FORMAT,
                    "%s needs OpenCV, which is not available here".formatted(header.format()));
        }
        try {
            return decoding.apply(openCv.get());
        } catch (RuntimeException e) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_CORRUPT,
                    "the %s of %d x %d pixels cannot be decoded: %s"
                            .formatted(header.format(), header.width(), header.height(), e.getMessage()),
                    e);
        }
    }
}
