package org.lookalike.bench.fuzz;

import java.util.List;
import java.util.Map;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;

/** Checks, decodes and inspects a picture, as it is and with the checksums that a PNG of these chunks has. */
final class FuzzedPictures implements FuzzBody {
    private static final int SIDE = 224;

    private final HeaderValidator validator = new HeaderValidator(limits());
    private final ImageDecoder decoder = new ImageDecoder(limits());

    /** Small enough that what an input may cost is seen as such. */
    static DecodeLimits limits() {
        return Settings.read(
                        List.of("--decode.max-bytes=1MiB", "--decode.max-pixels=1000000", "--decode.max-time=5s"),
                        Map.of(),
                        DecodeLimits::from)
                .config();
    }

    @Override
    public void run(byte[] input) {
        // The door may refuse it; the embedder sees it all the same, where a producer writes to images.arrived itself.
        readOrRefuse(() -> validator.check(input));
        readOrRefuse(() -> decoder.decode(input, SIDE));
        readOrRefuse(() -> decoder.inspect(input));
        // No mutation guesses a checksum, so that nothing behind it would be seen.
        byte[] summed = PngChecksums.mended(input);
        if (summed != input) {
            readOrRefuse(() -> decoder.decode(summed, SIDE));
        }
    }

    private static void readOrRefuse(Runnable reading) {
        try {
            reading.run();
        } catch (PermanentFailure e) {
            if (e.getMessage() == null) {
                throw new IllegalStateException("a refusal without a reason", e);
            }
        }
    }
}
