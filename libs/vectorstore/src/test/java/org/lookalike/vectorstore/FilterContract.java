package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches with filters. */
abstract class FilterContract extends SharedCollectionFixture {
    @Test
    void filtersOnAnyOfTheSources() {
        storeOneOfEachSource();

        assertThat(search(filtered(new Condition.SourceIn(Set.of("line 1", "line 3", "unknown")))))
                .containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void timeBoundsIncludeTheFirstAndExcludeTheLast() {
        storeOneOfEachSource();

        assertThat(search(filtered(new Condition.TimeRange(NOON, NOON.plusMillis(2)))))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(search(filtered(new Condition.TimeRange(NOON.plusMillis(1), null))))
                .containsExactlyInAnyOrder("b", "c");
        assertThat(search(filtered(new Condition.TimeRange(null, NOON.plusMillis(1)))))
                .containsExactly("a");
        assertThat(search(filtered(new Condition.TimeRange(NOON, NOON)))).isEmpty();
    }

    @Test
    void attributesAllHaveToMatch() {
        store().upsert(
                        shared,
                        List.of(
                                row("both", vector(1, 0, 0, 0), "s", NOON, Map.of("part", "seal", "shift", "night")),
                                row("one", vector(1, 0, 0, 0), "s", NOON, Map.of("part", "seal", "shift", "day")),
                                row("none", vector(1, 0, 0, 0), "s", NOON, Map.of())));

        assertThat(search(filtered(new Condition.AttributesEqual(Map.of("part", "seal")))))
                .containsExactlyInAnyOrder("both", "one");
        assertThat(search(filtered(new Condition.AttributesEqual(Map.of("part", "seal", "shift", "night")))))
                .containsExactly("both");
        assertThat(search(filtered(new Condition.AttributesEqual(Map.of("unheard-of", "seal")))))
                .isEmpty();
    }

    @Test
    void filtersOnAnyOfTheIds() {
        storeOneOfEachSource();

        assertThat(search(filtered(new Condition.IdIn(Set.of("a", "c", "missing")))))
                .containsExactlyInAnyOrder("a", "c");
        assertThat(search(filtered(new Condition.IdIn(Set.of("missing"))))).isEmpty();
    }

    @Test
    void excludesByIdAndByContent() {
        storeOneOfEachSource();

        assertThat(search(filtered(new Condition.IdNotIn(Set.of("a", "missing")))))
                .containsExactlyInAnyOrder("b", "c");
        assertThat(search(filtered(new Condition.ContentNotIn(Set.of(hash('b'))))))
                .containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void conditionsCombine() {
        storeOneOfEachSource();
        SearchOptions options = filtered(
                new Condition.SourceIn(Set.of("line 1", "line 2", "line 3")),
                new Condition.TimeRange(NOON, NOON.plusMillis(10)),
                new Condition.AttributesEqual(Map.of("part", "seal")),
                new Condition.IdIn(Set.of("a", "b", "c")),
                new Condition.IdNotIn(Set.of("a")),
                new Condition.ContentNotIn(Set.of(hash('c'))),
                new Condition.ClusterIn(Set.of("")),
                new Condition.Labelled(Set.of("b"), Set.of(), Set.of()));

        assertThat(search(options)).containsExactly("b");
    }

    @Test
    void labelsFilterByIdAndByClusterAndAnOwnLabelWins() {
        store().upsert(
                        shared,
                        List.of(
                                inCluster("named", new Membership("c-gears", 0.5f)),
                                inCluster("bearing", new Membership("c-bearings", 0.25f)),
                                inCluster("otherwise", new Membership("c-bearings", 0.5f))));

        assertThat(search(filtered(new Condition.Labelled(Set.of("named"), Set.of("c-bearings"), Set.of("otherwise")))))
                .containsExactlyInAnyOrder("named", "bearing");
        assertThat(search(filtered(new Condition.Labelled(Set.of("named"), Set.of(), Set.of("otherwise")))))
                .containsExactly("named");
        assertThat(search(filtered(new Condition.Labelled(Set.of(), Set.of(), Set.of()))))
                .isEmpty();
        assertThat(search(filtered(new Condition.NotLabelled(
                        new Condition.Labelled(Set.of("named"), Set.of("c-bearings"), Set.of("otherwise"))))))
                .containsExactly("otherwise");
        assertThat(search(filtered(
                        new Condition.NotLabelled(new Condition.Labelled(Set.of(), Set.of("c-bearings"), Set.of())))))
                .containsExactly("named");
        assertThat(search(filtered(new Condition.NotLabelled(new Condition.Labelled(Set.of(), Set.of(), Set.of())))))
                .hasSize(3);
    }

    @Test
    void labelsOfMorePicturesThanOneCallTakesFilterAll() {
        store().upsert(
                        shared,
                        List.of(
                                inCluster("a-named", new Membership("c-gears", 0.5f)),
                                inCluster("z-named", new Membership("c-gears", 0.5f)),
                                inCluster("bearing", new Membership("c-bearings", 0.25f)),
                                inCluster("k-otherwise", new Membership("c-bearings", 0.5f))));
        Set<String> ids = new HashSet<>(Set.of("a-named", "z-named"));
        Set<String> others = new HashSet<>(Set.of("k-otherwise"));
        for (int i = 0; i < 10_000; i++) {
            ids.add("b-absent-" + i);
            others.add("m-absent-" + i);
        }

        assertThat(search(filtered(new Condition.Labelled(ids, Set.of("c-bearings"), others))))
                .containsExactlyInAnyOrder("a-named", "z-named", "bearing");
        assertThat(search(filtered(new Condition.Labelled(Set.of(), Set.of("c-bearings"), others))))
                .containsExactly("bearing");
        assertThat(search(
                        filtered(new Condition.NotLabelled(new Condition.Labelled(ids, Set.of("c-bearings"), others)))))
                .containsExactly("k-otherwise");
        assertThat(search(filtered(new Condition.NotLabelled(new Condition.Labelled(ids, Set.of(), Set.of())))))
                .containsExactlyInAnyOrder("bearing", "k-otherwise");
    }

    @Test
    void aClusterIsKeptAndFilteredOn() {
        VectorRow bearings = inCluster("bearing", new Membership("c-bearings", 0.25f));
        store().upsert(shared, List.of(bearings, inCluster("gear", new Membership("c-gears", 0.5f))));

        assertThat(store().get(shared, List.of("bearing")).get("bearing").membership())
                .isEqualTo(bearings.membership());
        assertThat(store().search(
                                shared,
                                List.of(vector(1, 0, 0, 0)),
                                filtered(new Condition.ClusterIn(Set.of("c-gears"))))
                        .get(0))
                .singleElement()
                .satisfies(hit -> {
                    assertThat(hit.id()).isEqualTo("gear");
                    assertThat(hit.membership()).isEqualTo(new Membership("c-gears", 0.5f));
                });
    }

    @Test
    void theDistanceToTheCentreIsBoundedAndRowsWithoutAClusterAreNearNone() {
        store().upsert(
                        shared,
                        List.of(
                                inCluster("centre", new Membership("c-gears", 0)),
                                inCluster("near", new Membership("c-gears", 0.1f)),
                                inCluster("far", new Membership("c-gears", 0.75f)),
                                inCluster("other", new Membership("c-bearings", 0.1f)),
                                inCluster("none", Membership.NONE)));

        assertThat(search(filtered(new Condition.ClusterDistanceAtMost(0f)))).containsExactly("centre");
        // 0.1 is no binary fraction: a bound equal to a stored distance has to let its row through all the same.
        assertThat(search(filtered(new Condition.ClusterDistanceAtMost(0.1f))))
                .containsExactlyInAnyOrder("centre", "near", "other");
        assertThat(search(filtered(new Condition.ClusterDistanceAtMost(Math.nextDown(0.1f)))))
                .containsExactly("centre");
        assertThat(search(filtered(
                        new Condition.ClusterIn(Set.of("c-gears", "")), new Condition.ClusterDistanceAtMost(0.5f))))
                .containsExactlyInAnyOrder("centre", "near");
    }

    @Test
    void anyFiniteDistanceIsABound() {
        store().upsert(
                        shared,
                        List.of(
                                inCluster("centre", new Membership("c-gears", 0)),
                                inCluster("far", new Membership("c-gears", 2))));

        assertThat(search(filtered(new Condition.ClusterDistanceAtMost(-0f)))).containsExactly("centre");
        assertThat(search(filtered(new Condition.ClusterDistanceAtMost(Float.MIN_VALUE))))
                .containsExactly("centre");
        assertThat(search(filtered(new Condition.ClusterDistanceAtMost(Float.MAX_VALUE))))
                .containsExactlyInAnyOrder("centre", "far");
        for (float bound : new float[] {-0.1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Condition.ClusterDistanceAtMost(bound))
                    .withMessageContaining(String.valueOf(bound));
        }
    }

    @Test
    void aFilterMayBeAsLargeAsItsLimit() {
        storeOneOfEachSource();
        Set<String> ids = new HashSet<>(Set.of("a"));
        IntStream.range(1, Condition.MAX_VALUES).forEach(i -> ids.add("some/rather/long/picture/name-" + i + ".jpg"));

        assertThat(search(filtered(new Condition.IdNotIn(ids)))).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void aConditionNeedsAValueAndHasALimit() {
        Set<String> tooMany = IntStream.rangeClosed(0, Condition.MAX_VALUES)
                .mapToObj(String::valueOf)
                .collect(Collectors.toSet());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition.IdIn(Set.of()))
                .withMessage("a filter names no ids, needs at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition.IdIn(tooMany))
                .withMessage("a filter has 4097 ids, limit 4096");
    }

    private void storeOneOfEachSource() {
        store().upsert(
                        shared,
                        List.of(
                                filterable("a", "line 1", NOON, hash('a')),
                                filterable("b", "line 2", NOON.plusMillis(1), hash('b')),
                                filterable("c", "line 3", NOON.plusMillis(2), hash('c'))));
    }

    private static VectorRow filterable(String id, String source, Instant time, String sha256) {
        return new VectorRow(id, vector(1, 0, 0, 0), source, time, "", sha256, Map.of("part", "seal"));
    }
}
