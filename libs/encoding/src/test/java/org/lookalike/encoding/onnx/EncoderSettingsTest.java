package org.lookalike.encoding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lookalike.encoding.onnx.OnnxOptions.Device;
import org.lookalike.encoding.parity.ParityCheck;
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
