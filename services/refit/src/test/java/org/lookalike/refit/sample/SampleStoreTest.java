package org.lookalike.refit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.lookalike.refit.sample.SampleStore.Capacity;

final class SampleStoreTest {
    private static final Capacity CAPACITY = new Capacity(20, 30);
    private static final SampleId WINDOW = SampleId.window("vectors/00112233445566aa/4", new SampleWindow(0, 10));
    private static final SampleId LONG_TERM = SampleId.longTerm("vectors/00112233445566aa/4");

    private final KeyValueStore<Bytes, byte[]> rows =
            Stores.inMemoryKeyValueStore("rows").get();

    @Test
    void aStoreThatIsOpenedAgainGoesOnWhereItWas() {
        SampleStore uninterrupted =
                SampleStore.open(Stores.inMemoryKeyValueStore("other").get(), CAPACITY);
        add(uninterrupted, 0, 200);
        SampleStore interrupted = SampleStore.open(rows, CAPACITY);
        add(interrupted, 0, 100);
        interrupted = SampleStore.open(rows, CAPACITY);
        add(interrupted, 100, 200);

        for (SampleId id : List.of(WINDOW, LONG_TERM)) {
            assertThat(interrupted.imageIds(id)).isEqualTo(uninterrupted.imageIds(id));
            assertThat(interrupted.bound(id)).isEqualTo(uninterrupted.bound(id));
            assertThat(interrupted.population(id)).isEqualTo(uninterrupted.population(id));
        }
    }

    @Test
    void holdsOneRowForEachImageAndABoundForEachSample() {
        SampleStore store = SampleStore.open(rows, CAPACITY);
        add(store, 0, 500);
        add(store, 0, 500);

        assertThat(store.imageIds(WINDOW)).hasSize(20);
        assertThat(rows.approximateNumEntries()).isEqualTo(20 + 30 + 2);
        String some = store.imageIds(WINDOW).get(7);
        assertThat(store.row(WINDOW, some)).asString().isEqualTo(some);
    }

    @Test
    void whatIsForgottenOrDroppedLeavesNoRow() {
        SampleStore store = SampleStore.open(rows, CAPACITY);
        add(store, 0, 10);

        store.forget(id -> true, "p3");
        assertThat(store.holds(WINDOW, "p3")).isFalse();
        assertThat(store.population(WINDOW)).isEqualTo(9);
        store.drop(WINDOW);
        store.drop(LONG_TERM);

        assertThat(rows.approximateNumEntries()).isZero();
        assertThat(store.ids()).isEmpty();
    }

    @Test
    void aSmallerCapacityCutsWhatThereIs() {
        add(SampleStore.open(rows, CAPACITY), 0, 100);

        SampleStore store = SampleStore.open(rows, new Capacity(5, 30));

        assertThat(store.imageIds(WINDOW)).hasSize(5);
        assertThat(rows.approximateNumEntries()).isEqualTo(5 + 30 + 2);
    }

    private static void add(SampleStore store, int from, int to) {
        IntStream.range(from, to).mapToObj(i -> "p" + i).forEach(imageId -> {
            store.add(WINDOW, CAPACITY, imageId, () -> imageId.getBytes(StandardCharsets.UTF_8));
            store.add(LONG_TERM, CAPACITY, imageId, () -> imageId.getBytes(StandardCharsets.UTF_8));
        });
    }
}
