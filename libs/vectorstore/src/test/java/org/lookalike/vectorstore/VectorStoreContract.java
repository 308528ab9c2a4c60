package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.schemas.ErrorCode;

/**
 * What every store has to do. The collection that the tests share is emptied before each, because creating one takes
 * seconds on a full server.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class VectorStoreContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    protected static final int DIMENSIONS = 4;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final List<String> ODD_TEXTS = List.of(
            "name with spaces ünï",
            "quote\"quote",
            "apostrophe's",
            "back\\slash",
            "ends with backslash\\",
            "\\\" or true or \\\"",
            "\" or id != \"",
            "\"] or id not in [\"",
            "'] || true || ['",
            "漢字かな 한글",
            "emoji 😀🏭",
            "e\u0301 combining",
            "right\u200eto\u200fleft",
            "per%cent_under",
            "~1~0/a/../b",
            "a.b[0]['c']",
            "\\u0041\\n",
            "{\"json\": [null]}",
            "{template}",
            "$meta",
            "1",
            "true",
            "%5B",
            "<html>&amp;=");

    private final String shared = newName();

    /** The one store under test, open as long as this object is used. */
    protected abstract VectorStore store();

    @BeforeEach
    void emptyTheSharedCollection() {
        store().ensureCollection(shared, DIMENSIONS);
        List<String> ids = idsOf(shared);
        store().delete(shared, ids);
    }

    // Rows

    @Test
    void givesBackWhatWasWrittenWithTheVectorAtUnitLength() {
        VectorRow row = new VectorRow(
                "part-1",
                vector(3, 0, 4, 0),
                "line 2",
                NOON.plusNanos(1_234_567),
                "file:///pictures/part 1.jpg",
                hash('a'),
                Map.of("part", "seal", "shift", "night"));

        store().upsert(shared, List.of(row));

        VectorRow found = store().get(shared, List.of("part-1")).get("part-1");
        assertThat(found).usingRecursiveComparison().ignoringFields("vector").isEqualTo(row);
        assertThat(found.time()).isEqualTo(NOON.plusMillis(1));
        assertThat(found.vector()).containsExactly(new float[] {0.6f, 0, 0.8f, 0}, within(1e-6f));
    }

    @Test
    void keepsEmptyTextsAndTimesBeforeTheEpoch() {
        VectorRow row =
                new VectorRow("bare", vector(1, 0, 0, 0), "", Instant.parse("1931-05-01T00:00:00Z"), "", "", Map.of());

        store().upsert(shared, List.of(row));

        assertThat(store().get(shared, List.of("bare"))).containsEntry("bare", row);
    }

    @Test
    void upsertReplacesTheWholeRow() {
        store().upsert(shared, List.of(row("a", vector(1, 0, 0, 0), "old", NOON, Map.of("gone", "yes"))));
        VectorRow replacement = row("a", vector(0, 1, 0, 0), "new", NOON.plusSeconds(1), Map.of());

        store().upsert(shared, List.of(replacement));

        assertThat(store().get(shared, List.of("a"))).containsExactlyEntriesOf(Map.of("a", replacement));
        assertThat(store().count(shared)).isOne();
    }

    @Test
    void countsEachIdOnceHoweverOftenItIsWrittenAndDeleted() {
        List<VectorRow> rows =
                IntStream.range(0, 50).mapToObj(i -> row("id-" + i, i)).toList();
        store().upsert(shared, rows);
        store().upsert(shared, rows);
        store().delete(shared, List.of("id-7", "id-8", "missing"));
        store().upsert(shared, rows.subList(0, 8));

        assertThat(store().count(shared)).isEqualTo(49);
        assertThat(idsOf(shared)).hasSize(49).doesNotContain("id-8");
    }

    @Test
    void deletedRowsAreGoneFromEveryAnswer() {
        store().upsert(shared, List.of(row("kept", 1), row("deleted", 2)));

        store().delete(shared, List.of("deleted"));

        assertThat(store().get(shared, List.of("kept", "deleted"))).containsOnlyKeys("kept");
        assertThat(store().contentHashes(shared, List.of("kept", "deleted"))).containsOnlyKeys("kept");
        assertThat(search(SearchOptions.top(10))).containsExactly("kept");
        assertThat(idsOf(shared)).containsExactly("kept");
        assertThat(store().count(shared)).isOne();
    }

    @Test
    void emptyListsChangeNothing() {
        store().upsert(shared, List.of(row("kept", 1)));

        store().upsert(shared, List.of());
        store().delete(shared, List.of());

        assertThat(store().get(shared, List.of())).isEmpty();
        assertThat(store().contentHashes(shared, List.of())).isEmpty();
        assertThat(store().count(shared)).isOne();
    }

    @Test
    void contentHashesLeaveOutIdsWithoutRow() {
        store().upsert(shared, List.of(row("a", 1), row("b", 2)));

        assertThat(store().contentHashes(shared, List.of("a", "b", "a", "missing")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", hash('1'), "b", hash('2')));
    }

    @Test
    void oddCharactersSurviveEverywhere() {
        Map<String, VectorRow> rows = new HashMap<>();
        for (String odd : ODD_TEXTS) {
            String id = "demo/odd/" + odd + ".jpg";
            rows.put(
                    id,
                    new VectorRow(id, vector(1, 0, 0, 0), odd, NOON, "file:///" + odd, hash('f'), Map.of(odd, odd)));
        }
        store().upsert(shared, List.copyOf(rows.values()));
        store().upsert(shared, List.of(row("other", vector(1, 0, 0, 0), "x", NOON, Map.of("x", "x"))));

        assertThat(ODD_TEXTS).allSatisfy(odd -> {
            String id = "demo/odd/" + odd + ".jpg";
            assertThat(search(filtered(new Condition.SourceIn(Set.of(odd))))).containsExactly(id);
            assertThat(search(filtered(new Condition.AttributesEqual(Map.of(odd, odd)))))
                    .containsExactly(id);
        });
        assertThat(search(filtered(new Condition.IdNotIn(rows.keySet())))).containsExactly("other");
        assertThat(store().get(shared, rows.keySet())).isEqualTo(rows);
        assertThat(idsOf(shared)).hasSize(rows.size() + 1).containsAll(rows.keySet());
        store().delete(shared, rows.keySet());
        assertThat(idsOf(shared)).containsExactly("other");
    }

    @Test
    void longTextsUpToTheLimitsFit() {
        String id = "ü".repeat(VectorRow.MAX_ID_BYTES / 2);
        VectorRow row = new VectorRow(
                id,
                vector(1, 0, 0, 0),
                "漢".repeat(VectorRow.MAX_SOURCE_BYTES / 3),
                NOON,
                "u".repeat(VectorRow.MAX_URI_BYTES),
                hash('a'),
                Map.of("k", "\"".repeat(VectorRow.MAX_ATTRIBUTES_BYTES - 1)));

        store().upsert(shared, List.of(row));

        assertThat(store().get(shared, List.of(id))).containsEntry(id, row);
    }

    // Searches

    @Test
    void scoresAreCosineSimilaritiesBestFirst() {
        store().upsert(
                        shared,
                        List.of(
                                row("opposite", vector(-2, 0, 0, 0)),
                                row("same", vector(7, 0, 0, 0)),
                                row("right-angle", vector(0, 3, 0, 0)),
                                row("near", vector(1, 1, 0, 0))));

        List<VectorHit> hits = store().search(shared, List.of(vector(5, 0, 0, 0)), SearchOptions.top(4))
                .get(0);

        assertThat(hits).extracting(VectorHit::id).containsExactly("same", "near", "right-angle", "opposite");
        assertThat(hits.get(0).score()).isCloseTo(1, within(1e-5f));
        assertThat(hits.get(1).score()).isCloseTo((float) Math.sqrt(0.5), within(1e-5f));
        assertThat(hits.get(2).score()).isCloseTo(0, within(1e-5f));
        assertThat(hits.get(3).score()).isCloseTo(-1, within(1e-5f));
    }

    @Test
    void aHitCarriesWhatIsKnownOfTheImage() {
        store().upsert(shared, List.of(row("a", vector(1, 0, 0, 0), "line 2", NOON, Map.of("part", "seal"))));

        VectorHit hit = store().search(shared, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1))
                .get(0)
                .get(0);

        assertThat(hit)
                .usingRecursiveComparison()
                .ignoringFields("score")
                .isEqualTo(new VectorHit("a", 1, "file:///a", "line 2", NOON, Map.of("part", "seal"), Membership.NONE));
    }

    @Test
    void answersEachVectorInItsOrder() {
        store().upsert(shared, List.of(row("x", vector(1, 0, 0, 0)), row("y", vector(0, 1, 0, 0))));

        List<List<VectorHit>> answers = store().search(
                        shared,
                        List.of(vector(0, 2, 0, 0), vector(3, 0, 0, 0), vector(0, 1, 0, 0)),
                        SearchOptions.top(1));

        assertThat(answers).extracting(hits -> hits.get(0).id()).containsExactly("y", "x", "y");
    }

    @Test
    void aSearchSplitOverSeveralRequestsKeepsTheOrderOfItsVectors() {
        store().upsert(shared, List.of(row("x", vector(1, 0, 0, 0)), row("y", vector(0, 1, 0, 0))));
        List<float[]> vectors = IntStream.range(0, 5)
                .mapToObj(i -> i % 2 == 0 ? vector(1, 0, 0, 0) : vector(0, 1, 0, 0))
                .toList();

        List<List<VectorHit>> answers = store().search(shared, vectors, SearchOptions.top(SearchOptions.MAX_K));

        assertThat(answers).extracting(hits -> hits.get(0).id()).containsExactly("x", "y", "x", "y", "x");
    }

    @Test
    void moreHitsAskedForThanThereAreGivesAllOfThem() {
        store().upsert(
                        shared,
                        IntStream.range(0, 30).mapToObj(i -> row("id-" + i, i)).toList());

        assertThat(search(SearchOptions.top(500))).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void anEmptyCollectionHasNoHits() {
        assertThat(store().search(shared, List.of(vector(1, 0, 0, 0), vector(0, 1, 0, 0)), SearchOptions.top(3)))
                .containsExactly(List.of(), List.of());
    }

    @Test
    void minimumScoreLeavesOutWhatIsLess() {
        store().upsert(
                        shared,
                        List.of(
                                row("same", vector(1, 0, 0, 0)),
                                row("near", vector(1, 1, 0, 0)),
                                row("far", vector(0, 0, 1, 0))));

        assertThat(search(SearchOptions.top(10).withMinScore(0.5f))).containsExactly("same", "near");
        assertThat(search(SearchOptions.top(10).withMinScore(0.99f))).containsExactly("same");
    }

    // Filters

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
    }

    @Test
    void theMembersOfAClusterComeWithTheirDistances() {
        store().upsert(
                        shared,
                        List.of(
                                inCluster("gear", new Membership("c-gears", 0.5f)),
                                inCluster("near", new Membership("c-bearings", 0.25f)),
                                inCluster("far", new Membership("c-bearings", 0.75f))));
        Map<String, Double> members = new HashMap<>();

        store().forEachMember(shared, "c-bearings", members::put);

        assertThat(members).containsOnly(Map.entry("near", 0.25), Map.entry("far", 0.75));
        store().forEachMember(shared, "c-none", (id, distance) -> assertThat(id).isEmpty());
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

    private static VectorRow inCluster(String id, Membership membership) {
        return new VectorRow(id, vector(1, 0, 0, 0), "line", NOON, "file:///" + id, hash('e'), Map.of(), membership);
    }

    @Test
    void aFilterMayBeAsLargeAsItsLimit() {
        storeOneOfEachSource();
        Set<String> ids = new HashSet<>(Set.of("a"));
        IntStream.range(1, Condition.MAX_VALUES).forEach(i -> ids.add("some/rather/long/picture/name-" + i + ".jpg"));

        assertThat(search(filtered(new Condition.IdNotIn(ids)))).containsExactlyInAnyOrder("b", "c");
    }

    // Collections

    @Test
    void listsCollectionsUntilTheyAreDropped() {
        String name = newCollection(DIMENSIONS);
        assertThat(store().collections()).contains(shared, name).isSorted();

        store().drop(name);
        store().drop(name);

        assertThat(store().collections()).contains(shared).doesNotContain(name);
    }

    @Test
    void aDroppedCollectionComesBackEmptyAndMayHaveOtherDimensions() {
        String name = newCollection(DIMENSIONS);
        store().upsert(name, List.of(row("a", 1)));
        store().drop(name);

        store().ensureCollection(name, 3);

        assertThat(store().count(name)).isZero();
        store().upsert(name, List.of(row("a", vector(1, 2, 3))));
        assertThat(idsOf(name)).containsExactly("a");
    }

    @Test
    void ensuringAgainKeepsTheRows() {
        store().upsert(shared, List.of(row("a", 1)));

        store().ensureCollection(shared, DIMENSIONS);

        assertThat(store().count(shared)).isOne();
    }

    @Test
    void ensuringWithOtherDimensionsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().ensureCollection(shared, DIMENSIONS + 1))
                .withMessageContaining(shared)
                .withMessageContaining("4")
                .withMessageContaining("5");
        assertThatIllegalArgumentException().isThrownBy(() -> store().createCollection(shared, DIMENSIONS + 1));
    }

    @Test
    void severalMayEnsureTheSameCollectionAtOnce() throws Exception {
        String name = newName();
        CyclicBarrier start = new CyclicBarrier(3);
        Callable<Void> ensure = () -> {
            start.await(10, TimeUnit.SECONDS);
            store().ensureCollection(name, DIMENSIONS);
            store().upsert(name, List.of(row(Thread.currentThread().getName(), 1)));
            return null;
        };
        var threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<Void> each : threads.invokeAll(List.of(ensure, ensure, ensure))) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(store().count(name)).isEqualTo(3);
    }

    @Test
    void anUnknownCollectionIsNotReady() {
        String unknown = newName();
        List<Consumer<VectorStore>> calls = List.of(
                store -> store.upsert(unknown, List.of(row("a", 1))),
                store -> store.delete(unknown, List.of("a")),
                store -> store.search(unknown, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1)),
                store -> store.get(unknown, List.of("a")),
                store -> store.contentHashes(unknown, List.of("a")),
                store -> store.count(unknown),
                store -> store.forEachId(unknown, id -> {}));

        assertThat(calls).allSatisfy(call -> assertNotReady(() -> call.accept(store())));
    }

    /** Not of every store: Milvus Lite answers. */
    protected final void assertThatACollectionBeingFilledIsNotReady() {
        String name = newName();
        store().createCollection(name, DIMENSIONS);
        store().upsert(name, List.of(row("a", 1)));
        List<Consumer<VectorStore>> reads = List.of(
                store -> store.search(name, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1)),
                store -> store.get(name, List.of("a")),
                store -> store.count(name),
                store -> store.forEachId(name, id -> {}));

        assertThat(reads).allSatisfy(read -> assertNotReady(() -> read.accept(store())));
    }

    @Test
    void aCollectionIsFilledBeforeItIsRead() {
        String name = newName();
        store().createCollection(name, DIMENSIONS);
        store().upsert(name, List.of(row("a", 1), row("b", 1), row("c", 1)));
        store().delete(name, List.of("b"));
        store().createCollection(name, DIMENSIONS);

        store().ensureCollection(name, DIMENSIONS);
        store().upsert(name, List.of(row("d", 1)));
        store().createCollection(name, DIMENSIONS);
        assertThat(idsOf(name)).containsExactlyInAnyOrder("a", "c", "d");
    }

    @Test
    void aDroppedCollectionIsNotReady() {
        String name = newCollection(DIMENSIONS);
        store().upsert(name, List.of(row("a", 1)));

        store().drop(name);

        assertNotReady(() -> store().search(name, List.of(vector(1, 0, 0, 0)), SearchOptions.top(1)));
    }

    // Callers' mistakes

    @Test
    void wrongDimensionsAreRefusedAndNothingIsWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().upsert(shared, List.of(row("a", 1), row("b", vector(1, 2, 3)))))
                .withMessageContaining("3 dimensions")
                .withMessageContaining(shared);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().search(shared, List.of(vector(1, 2, 3, 4, 5)), SearchOptions.top(1)));
        assertThat(store().count(shared)).isZero();
    }

    @Test
    void theSameIdTwiceIsRefusedAndNothingIsWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().upsert(shared, List.of(row("a", 1), row("a", 2))))
                .withMessageContaining("'a' comes twice");
        assertThat(store().count(shared)).isZero();
    }

    @Test
    void searchesNeedVectorsWithADirection() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().search(shared, List.of(), SearchOptions.top(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().search(shared, List.of(vector(0, 0, 0, 0)), SearchOptions.top(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().search(shared, List.of(vector(Float.NaN, 0, 0, 1)), SearchOptions.top(1)));
    }

    @Test
    void collectionNamesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().ensureCollection("no-dashes", DIMENSIONS));
        assertThatIllegalArgumentException().isThrownBy(() -> store().count("1st"));
        assertThatIllegalArgumentException().isThrownBy(() -> store().ensureCollection(newName(), 1));
    }

    // Many rows

    @Test
    void everyIdOfManyIsSeenOnce() {
        String name = newCollection(DIMENSIONS);
        int count = 20_000;
        List<VectorRow> rows = IntStream.range(0, count)
                .mapToObj(i -> row("ünï/" + i, vector(1, i % 7, i % 11, i % 13)))
                .toList();

        store().upsert(name, rows);

        assertThat(store().count(name)).isEqualTo(count);
        assertThat(idsOf(name))
                .hasSize(count)
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(VectorRow::id).toList());
        assertThat(store().contentHashes(name, idsOf(name))).hasSize(count);
        assertThat(store().get(name, idsOf(name).subList(0, 3_000))).hasSize(3_000);
        store().delete(name, idsOf(name).subList(0, 19_990));
        assertThat(store().count(name)).isEqualTo(10);
        assertThat(idsOf(name)).hasSize(10);
    }

    @Test
    void answersItsHealth() {
        store().check();

        assertThat(store().collections()).isNotNull();
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

    private List<String> search(SearchOptions options) {
        return store().search(shared, List.of(vector(1, 0, 0, 0)), options).get(0).stream()
                .map(VectorHit::id)
                .toList();
    }

    private static SearchOptions filtered(Condition... conditions) {
        return new SearchOptions(10, RowFilter.of(conditions), -1, Duration.ofSeconds(10));
    }

    private List<String> idsOf(String collection) {
        List<String> ids = new ArrayList<>();
        store().forEachId(collection, ids::add);
        return ids;
    }

    private String newCollection(int dimensions) {
        String name = newName();
        store().ensureCollection(name, dimensions);
        return name;
    }

    private static String newName() {
        return "contract_%d_%d".formatted(System.nanoTime(), NUMBER.incrementAndGet());
    }

    private static void assertNotReady(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SPACE_NOT_READY));
    }

    private static VectorRow row(String id, int number) {
        return new VectorRow(
                id, vector(1, number, 0, 0), "s", NOON, "", hash(Character.forDigit(number % 16, 16)), Map.of());
    }

    private static VectorRow row(String id, float[] vector) {
        return row(id, vector, "s", NOON, Map.of());
    }

    private static VectorRow row(
            String id, float[] vector, String source, Instant time, Map<String, String> attributes) {
        return new VectorRow(id, vector, source, time, "file:///" + id, hash('d'), attributes);
    }

    private static float[] vector(float... values) {
        return values;
    }

    private static String hash(char digit) {
        return String.valueOf(digit).repeat(64);
    }
}
