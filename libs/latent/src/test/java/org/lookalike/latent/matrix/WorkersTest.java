package org.lookalike.latent.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void workOnEachBlockOnce(int threads) {
        AtomicIntegerArray visits = new AtomicIntegerArray(1000);

        try (Workers workers = new Workers(threads)) {
            workers.run(1000, (worker, block) -> visits.incrementAndGet(block));
        }

        for (int block = 0; block < 1000; block++) {
            assertThat(visits.get(block)).isEqualTo(1);
        }
    }

    @Test
    void tellWhenABlockFailed() {
        try (Workers workers = new Workers(3)) {
            assertThatThrownBy(() -> workers.run(9, (worker, block) -> {
                        if (block == 5) {
                            throw new IllegalArgumentException("five");
                        }
                    }))
                    .hasStackTraceContaining("five");
        }
    }

    @Test
    void leaveNoBlockOut() {
        assertThat(Workers.blocks(0, 4)).isZero();
        assertThat(Workers.blocks(4, 4)).isEqualTo(1);
        assertThat(Workers.blocks(5, 4)).isEqualTo(2);
        assertThat(Workers.blocks(Integer.MAX_VALUE, 4)).isEqualTo(536_870_912);
    }
}
