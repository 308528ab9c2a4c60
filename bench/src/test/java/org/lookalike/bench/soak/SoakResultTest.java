package org.lookalike.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lookalike.bench.measure.Machine;

class SoakResultTest {
    private static final Machine MACHINE = new Machine("a processor", 2, "a system", "17");

    @Test
    void growthIsThatOfTheLastQuarterOverTheSecond() {
        // 100 MiB while warming up, then 200, 200 and 300.
        SoakResult result = soak(index -> index < 5 ? 100 : index < 15 ? 200 : 300);

        assertThat(result.growth()).isEqualTo(1.5, within(1e-9));
        assertThat(result.table()).contains("a processor, 2 cores", "last quarter over second quarter: 1.500");
        assertThat(result.json()).contains("\"pictures\" : 20000", "\"growth\" : 1.5");
        assertThat(result.plot()).startsWith("<svg").contains("300 MiB", "20,000 pictures");
    }

    @Test
    void flatMemoryDoesNotGrow() {
        assertThat(soak(index -> 100).growth()).isEqualTo(1, within(1e-9));
    }

    @Test
    void aFewSamplesShowNothing() {
        assertThatThrownBy(() -> new SoakResult(MACHINE, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static SoakResult soak(java.util.function.IntUnaryOperator mebibytes) {
        return new SoakResult(
                MACHINE,
                IntStream.range(0, 20)
                        .mapToObj(index -> new SoakResult.Sample(
                                (index + 1) * 1_000L, index, (long) mebibytes.applyAsInt(index) << 20))
                        .toList());
    }
}
