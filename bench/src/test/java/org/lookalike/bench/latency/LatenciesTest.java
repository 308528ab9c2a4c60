package org.lookalike.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreNearestRanksInWhateverOrder() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).collect(Collectors.toList());
        Collections.reverse(hundred);

        assertThat(Latencies.of(hundred)).isEqualTo(new Latencies(50, 95, 99, 100, 100));
        assertThat(Latencies.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Latencies(2, 3, 3, 3, 3));
        assertThat(Latencies.of(List.of(7.0))).isEqualTo(new Latencies(7, 7, 7, 7, 1));
    }

    @Test
    void nothingHasNoLatency() {
        assertThatThrownBy(() -> Latencies.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
