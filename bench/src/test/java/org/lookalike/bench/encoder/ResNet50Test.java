package org.lookalike.bench.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.encoding.EncoderBatch;
import org.lookalike.encoding.onnx.OnnxEncoder;
import org.lookalike.encoding.onnx.OnnxOptions;

class ResNet50Test {
    @Test
    void isAnEncoderWhoseFeaturesDifferByImage(@TempDir Path folder) throws Exception {
        ResNet50Command.write(folder);

        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            EncoderBatch batch = encoder.newBatch(2);
            for (int i = 0; i < batch.slotLength(); i++) {
                batch.slot(0).put(i, (i % 7) - 3f);
                batch.slot(1).put(i, (i % 5) - 2f);
            }

            float[][] features = encoder.encode(batch, 2);

            assertThat(features[0]).hasSize(2048).isNotEqualTo(features[1]);
            for (float feature : features[0]) {
                assertThat(feature).isFinite().isLessThan(1_000f);
            }
        }
    }
}
