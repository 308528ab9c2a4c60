package org.lookalike.imaging.decode;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.lookalike.imaging.decode.opencv.OpenCvJpegDecoder;
import org.lookalike.imaging.decode.opencv.RgbPixels;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * Turns bytes of unknown origin into upright, opaque RGB pixels.
 *
 * <p>Reads JPEG (grey, colour, CMYK; sequential and progressive), PNG, GIF (its first frame on its canvas) and BMP. 16
 * bits become 8, alpha lies over white, colour profiles are left out. Large images come out at a half, a quarter or an
 * eighth, which for JPEGs costs far less than decoding them whole.
 *
 * <p>A file that ends early is refused, even where decoders would make something of it. A JPEG whose markers are all
 * there but whose compressed data is damaged is accepted as far as libjpeg resynchronises; PNGs are checksummed.
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

    private final DecodeLimits limits;
    private final Optional<OpenCvJpegDecoder> openCv;
    private final LongSupplier nanoTime;
    private final ByteBudget memory;
    private final ImageIoDecoder imageIo = new ImageIoDecoder();

    /** Loads the native JPEG decoder on first use in a process (about a second); does without where there is none. */
    public ImageDecoder(DecodeLimits limits) {
        this(limits, OpenCvJpegDecoder.load(), System::nanoTime);
    }

    /** @param nanoTime the monotonic clock that the time limit goes by */
    ImageDecoder(DecodeLimits limits, Optional<OpenCvJpegDecoder> openCv, LongSupplier nanoTime) {
        this.limits = limits;
        this.openCv = openCv;
        this.nanoTime = nanoTime;
        this.memory = new ByteBudget(limits.memory());
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
        int factor = Shrinking.factor(header.width(), header.height(), targetShortSide);
        int orientation = ExifOrientation.UPRIGHT;
        JpegStructure jpeg = null;
        GifStructure gif = null;
        switch (header.format()) {
            case JPEG -> {
                jpeg = JpegStructure.readWhole(view);
                orientation = jpeg.orientation();
            }
            case PNG -> orientation = PngStructure.checkWhole(view);
            case GIF -> gif = GifStructure.readWhole(view);
            case BMP -> BmpHeader.read(view).checkWhole(view);
        }
        boolean isNative = jpeg != null && goesNative(jpeg);
        int held = acquire(header, DecodeMemory.of(header, view, jpeg, isNative, factor));
        RgbPixels upright;
        try {
            // Waiting for memory is no fault of the image.
            var deadline = new Deadline(limits.maxTime(), nanoTime);
            RgbPixels stored = jpeg != null && isNative
                    ? decodeNatively(bytes, jpeg, factor)
                    : imageIo.decode(bytes, header, jpeg, gif, factor, deadline);
            upright = Orientation.upright(stored, orientation);
            deadline.check();
        } finally {
            memory.release(held);
        }
        boolean swapped = Orientation.swapsSides(orientation);
        return new DecodedImage(
                header.format().mediaType(),
                swapped ? header.height() : header.width(),
                swapped ? header.width() : header.height(),
                upright.width(),
                upright.height(),
                upright.rgb());
    }

    /** The bytes that images being decoded hold now, by their headers. */
    public double heldMemory() {
        return memory.held();
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
        return openCv.isPresent() && jpeg.isPlain() && work <= seconds * NATIVE_PIXELS_PER_SECOND;
    }

    private RgbPixels decodeNatively(byte[] bytes, JpegStructure jpeg, int factor) {
        try {
            return openCv.orElseThrow().decode(bytes, factor);
        } catch (RuntimeException e) {
            throw new PermanentFailure(
                    ErrorCode.IMAGE_CORRUPT,
                    "the JPEG of %d x %d pixels cannot be decoded: %s"
                            .formatted(jpeg.width(), jpeg.height(), e.getMessage()),
                    e);
        }
    }
}
