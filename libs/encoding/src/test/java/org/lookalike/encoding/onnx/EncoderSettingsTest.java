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
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.encoding.TinyModel;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import org.lookalike.encoding.parity.ParityCheck;
import org.lookalike.encoding.parity.Reference;
import org.lookalike.platform.config.InvalidSettings;
import org.lookalike.platform.config.Settings;

final class EncoderSettingsTest {
    @Test
    void runsOnTheProcessorByDefault() {
        assertThat(read())
                .isEqualTo(new EncoderSettings(Path.of("encoder"), OnnxOptions.cpu(), ParityCheck.defaults()));
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
                .isEqualTo(new EncoderSettings(
                        Path.of("models/resnet"),
                        new OnnxOptions(Device.TENSORRT, 1, 4, 16, false),
                        new ParityCheck(0.9, true)));
    }

    @Test
    void opensNoEncoderThatDiffersFromItsReference(@TempDir Path folder) throws IOException {
        EncoderFolder written = new TinyModel().write(folder);
        EncoderSettings settings = new EncoderSettings(folder, OnnxOptions.cpu(), new ParityCheck(0.995, true));
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

    @Test
    void listsEverySettingThatItReads() {
        assertThat(EncoderSettings.settings())
                .hasSize(8)
                .allMatch(setting -> setting.key().startsWith("encoder."));
    }

    private static EncoderSettings read(String... flags) {
        return Settings.read(List.of(flags), Map.of(), EncoderSettings::from).config();
    }
}
