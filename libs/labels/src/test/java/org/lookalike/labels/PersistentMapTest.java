package org.lookalike.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.sample.SampleHash;

final class PersistentMapTest {
    @Test
    void isAMapWhateverTheOrderOfChanges() {
        Random random = new Random(7);
        Map<String, Integer> expected = new HashMap<>();
        PersistentMap<Integer> map = PersistentMap.empty();
        for (int i = 0; i < 20_000; i++) {
            String key = "p" + random.nextInt(3_000);
            if (random.nextInt(3) == 0) {
                expected.remove(key);
                map = map.without(key);
            } else {
                expected.put(key, i);
                map = map.with(key, i);
            }
        }
        assertThat(map).isEqualTo(expected).hasSameSizeAs(expected);
        for (String key : List.copyOf(expected.keySet())) {
            map = map.without(key);
        }
        assertThat(map).isEmpty();
    }

    @Test
    void aCopyLeavesTheMapBeforeAsItWas() {
        PersistentMap<Integer> before = PersistentMap.empty();
        for (int i = 0; i < 100; i++) {
            before = before.with("p" + i, i);
        }
        PersistentMap<Integer> after = before.with("p7", -1).without("p8").with("new", 0);
        assertThat(before).hasSize(100).containsEntry("p7", 7).containsEntry("p8", 8);
        assertThat(after).hasSize(100).containsEntry("p7", -1).doesNotContainKey("p8");
    }

    @Test
    void comesInTheOrderOfTheHashesOfItsKeys() {
        for (int size : new int[] {20, 5_000}) {
            PersistentMap<Integer> map = PersistentMap.empty();
            for (int i = 0; i < size; i++) {
                map = map.with("p" + i, i);
            }
            List<String> sorted = new ArrayList<>(map.keySet());
            sorted.sort(Comparator.comparing(SampleHash::of, Long::compareUnsigned));
            assertThat(map.keySet()).containsExactlyElementsOf(sorted);
        }
    }
}
