package org.lookalike.encoding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.TinyModel;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import org.lookalike.encoding.parity.ParityCheck;
import org.lookalike.encoding.parity.Reference;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class EncoderConfigTest {
    @Test
    void runsOnTheProcessorByDefault() {
        assertThat(read()).isEqualTo(new EncoderConfig(Path.of("encoder"), OnnxOptions.cpu(), ParityCheck.defaults()));
    }

    @Test
    void mapsEverySetting() {
        assertThat(read(
                        "--encoder.folder=models/resnet",
                        "--encoder.device=tensorrt",
                        "--encoder.device-index=1",
                        "--encoder.threads=4",
                        "--encoder.largest-batch=16",
                        "--encoder.whole-model-on-device=false",
                        "--encoder.parity.min-cosine=0.9",
                        "--encoder.parity.required=true"))
                .isEqualTo(new EncoderConfig(
                        Path.of("models/resnet"),
                        new OnnxOptions(Device.TENSORRT, 1, 4, 16, false),
                        new ParityCheck(0.9, true)));
    }

    @Test
    void opensNoEncoderThatDiffersFromItsReference(@TempDir Path folder) throws IOException {
        EncoderFolder written = new TinyModel().write(folder);
        EncoderConfig settings = new EncoderConfig(folder, OnnxOptions.cpu(), new ParityCheck(0.995, true));
        assertThatThrownBy(settings::open)
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("has no reference.json");
        Map<String, float[]> features;
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, OnnxOptions.cpu())) {
            features = new HashMap<>(ParityCheck.features(encoder, 4));
        }
        String id = written.description().id();
        new Reference(id, "this test", features).write(folder);
        settings.open().close();

        features.replaceAll((image, row) -> turned(row));
        new Reference(id, "this test", features).write(folder);

        assertThatThrownBy(settings::open)
                .isInstanceOf(EncoderUnusableException.class)
                .hasMessageContaining("encoder " + id + " on CPU differs from its reference: golden picture")
                .hasMessageContaining("has cosine -1.00000, at least 0.99500 is needed");
    }

    private static float[] turned(float[] row) {
        float[] turned = row.clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] = -turned[i];
        }
        return turned;
    }

    @Test
    void refusesAnUnknownDeviceNamingTheKey() {
        assertThatThrownBy(() -> read("--encoder.device=tpu"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("encoder.device is 'tpu'")
                .hasMessageContaining("one of cpu, cuda, tensorrt");
    }

    @ParameterizedTest
    @CsvSource({
        "encoder.folder, ''",
        "encoder.device-index, -1",
        "encoder.threads, 1025",
        "encoder.largest-batch, 0",
        "encoder.whole-model-on-device, maybe",
        "encoder.parity.min-cosine, 1.1",
        "encoder.parity.required, maybe"
    })
    void refusesWhatIsOutOfRangeNamingTheKey(String key, String value) {
        assertThatThrownBy(() -> read("--" + key + "=" + value))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key + " is '" + value + "'");
    }

    private static EncoderConfig read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), EncoderConfig::from).config();
    }
}
