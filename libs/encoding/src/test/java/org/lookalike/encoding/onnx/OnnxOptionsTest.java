package org.lookalike.encoding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lookalike.encoding.onnx.OnnxOptions.Device;

final class OnnxOptionsTest {
    @Test
    void defaultIsTheWholeProcessor() {
        assertThat(OnnxOptions.cpu()).isEqualTo(new OnnxOptions(Device.CPU, 0, 0, 64, true));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 1, encoder.device-index is -1",
        "0, -2, 1, encoder.threads is -2",
        "0, 0, 0, encoder.largest-batch is 0",
        "0, 0, 1025, encoder.largest-batch is 1025"
    })
    void refusesValuesOutOfRange(int deviceIndex, int threads, int batch, String complaint) {
        assertThatThrownBy(() -> new OnnxOptions(Device.CUDA, deviceIndex, threads, batch, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }
}
