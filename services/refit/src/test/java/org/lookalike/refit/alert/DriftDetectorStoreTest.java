package org.lookalike.refit.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.novelty.DriftComparison;
import org.lookalike.latent.novelty.DriftRules;

final class DriftDetectorStoreTest {
    private static final int DIMENSIONS = 8;
    private static final DriftRules RULES = DriftRules.defaults();

    @Test
    void keepsNoMoreSourcesInMemoryThanAllowedHoweverManyThereAre() {
        DetectorCache recent = new DetectorCache(5);
        DriftDetectorStore drift = new DriftDetectorStore(store(), RULES, recent);
        DriftDetectorStore other = new DriftDetectorStore(store(), RULES, recent);
        Random random = new Random(1);

        for (int i = 0; i < 200; i++) {
            drift.add("vectors/source " + i, vector(random));
            other.add("vectors/source " + i, vector(random));
            assertThat(recent.size()).isLessThanOrEqualTo(5);
        }

        assertThat(recent.get(other, "vectors/source 199")).isPresent();
        assertThat(recent.get(other, "vectors/source 0")).isEmpty();
    }

    @Test
    void theSourceThatWasSeenLongestAgoGoesFirst() {
        DetectorCache recent = new DetectorCache(2);
        DriftDetectorStore drift = new DriftDetectorStore(store(), RULES, recent);
        Random random = new Random(2);

        for (String source : List.of("early", "late", "early", "new")) {
            drift.add(source, vector(random));
        }

        assertThat(recent.get(drift, "early")).isPresent();
        assertThat(recent.get(drift, "late")).isEmpty();
        assertThat(recent.get(drift, "new")).isPresent();
    }

    @Test
    void aSourceThatWasNotInMemoryLosesNothing() {
        DriftDetectorStore roomy = new DriftDetectorStore(store(), RULES, new DetectorCache(10));
        DriftDetectorStore crowded = new DriftDetectorStore(store(), RULES, new DetectorCache(1));

        List<DriftComparison> expected = comparisons(roomy);

        assertThat(expected).anyMatch(DriftComparison::drifted);
        assertThat(comparisons(crowded)).isEqualTo(expected);
    }

    @Test
    void aTaskThatEndsLeavesNothingInMemory() {
        DetectorCache recent = new DetectorCache(10);
        DriftDetectorStore ending = new DriftDetectorStore(store(), RULES, recent);
        DriftDetectorStore staying = new DriftDetectorStore(store(), RULES, recent);
        ending.add("camera", vector(new Random(3)));
        staying.add("camera", vector(new Random(3)));

        ending.close();

        assertThat(recent.get(ending, "camera")).isEmpty();
        assertThat(recent.get(staying, "camera")).isPresent();
    }

    /** Two sources by turns, of which one changes. */
    private static List<DriftComparison> comparisons(DriftDetectorStore drift) {
        Random random = new Random(4);
        List<DriftComparison> comparisons = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            float[] changing = vector(random);
            changing[1] += i < 900 ? 0 : 2;
            drift.add("changing", changing).ifPresent(comparisons::add);
            drift.add("steady", vector(random)).ifPresent(comparisons::add);
        }
        return comparisons;
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (1 + random.nextGaussian() * 0.3);
        }
        return vector;
    }

    private static KeyValueStore<String, byte[]> store() {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("sources"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
