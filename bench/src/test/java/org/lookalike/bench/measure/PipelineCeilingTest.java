package org.lookalike.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PipelineCeilingTest {
    @Test
    void stagesOnTheSameCoresAddTheirTimesUp() {
        // 2.5 ms of decoding and 10 ms of inference for each image.
        assertThat(PipelineCeiling.SHARED_CORES.of(400, 100)).isCloseTo(80, within(1e-9));
    }

    @Test
    void onDevicesOfTheirOwnTheSlowerStageDecides() {
        assertThat(PipelineCeiling.SEPARATE_DEVICES.of(400, 1_000)).isEqualTo(400);
        assertThat(PipelineCeiling.SEPARATE_DEVICES.of(400, 100)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(PipelineCeiling.class)
    void refusesARateOfNothing(PipelineCeiling pipeline) {
        assertThatThrownBy(() -> pipeline.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pipeline.of(1, Double.NaN)).hasMessageContaining("NaN");
    }
}
