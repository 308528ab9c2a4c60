package org.lookalike.sink.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ImageIdSetTest {
    @Test
    void holdsWhatASetWouldThroughAHundredThousandChanges() {
        ImageIdSet ids = new ImageIdSet();
        Set<String> truth = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            String id = "picture-" + random.nextInt(20_000);
            if (random.nextInt(3) == 0) {
                ids.remove(id);
                truth.remove(id);
            } else {
                ids.add(id);
                truth.add(id);
            }
        }
        assertThat(ids.size()).isEqualTo(truth.size());
        for (int number = 0; number < 20_000; number++) {
            String id = "picture-" + number;
            assertThat(ids.contains(id)).isEqualTo(truth.contains(id));
        }
    }

    @Test
    void anIdThatComesTwiceCountsOnce() {
        ImageIdSet ids = new ImageIdSet();
        ids.add("a");
        ids.add("a");
        assertThat(ids.size()).isEqualTo(1);
        ids.remove("a");
        ids.remove("a");
        assertThat(ids.size()).isZero();
    }
}
