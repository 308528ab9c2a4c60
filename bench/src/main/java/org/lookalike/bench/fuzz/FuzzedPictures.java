package org.lookalike.bench.fuzz;

import java.util.List;
import java.util.Map;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.failure.PermanentFailure;

/** Checks and decodes a picture. */
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
        try {
            validator.check(input);
        } catch (PermanentFailure e) {
            // The door refuses it; the embedder sees it all the same, where a producer writes to images.arrived itself.
            refuseOrDecode(input);
            return;
        }
        refuseOrDecode(input);
    }

    private void refuseOrDecode(byte[] input) {
        try {
            decoder.decode(input, SIDE);
        } catch (PermanentFailure e) {
            if (e.getMessage() == null) {
                throw new IllegalStateException("a refusal without a reason", e);
            }
        }
    }
}
