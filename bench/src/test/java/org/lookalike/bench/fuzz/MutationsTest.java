package org.lookalike.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MutationsTest {
    private static final List<byte[]> INPUTS = List.of(new byte[] {1, 2, 3}, new byte[0], new byte[500]);

    @Test
    void theSameSeedMakesTheSameInputs() {
        assertThat(made(1)).usingRecursiveComparison().isEqualTo(made(1));
        assertThat(made(1)).usingRecursiveComparison().isNotEqualTo(made(2));
    }

    private static List<byte[]> made(long seed) {
        Mutations mutations = new Mutations(seed);
        List<byte[]> made = new ArrayList<>();
        for (int round = 0; round < 500; round++) {
            made.add(mutations.of(INPUTS));
        }
        return made;
    }
}
