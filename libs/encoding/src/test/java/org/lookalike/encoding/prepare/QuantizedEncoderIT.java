package org.lookalike.encoding.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.parity.FeatureLoss;
import org.lookalike.encoding.parity.GoldenImage;
import org.lookalike.imaging.decode.DecodeLimits;

final class QuantizedEncoderIT {
    /** What rounding each weight to the nearest level reaches on these images is 0.972. */
    private static final double MIN_MEAN_COSINE = 0.995;

    @TempDir
    private Path folder;

    @Test
    void otherWeightsAndBiasesMakeUpForRounding() {
        EncoderPreparation preparation = new EncoderPreparation(sentence -> {});

        QuantizedEncoder.Made made = QuantizedEncoder.make(
                preparation.encoderPython(),
                preparation.defaultEncoder(),
                GoldenImage.all().stream().map(GoldenImage::bytes).iterator(),
                DecodeLimits.defaults(),
                new Quantization(GoldenImage.all().size(), Quantization.Method.PERCENTILE, 8),
                folder.resolve("int8"),
                sentence -> {});

        FeatureLoss loss = made.loss();
        assertThat(loss.meanCosine()).isGreaterThan(MIN_MEAN_COSINE);
    }
}
