package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writing, reading and deleting rows. */
abstract class RowContract extends SharedCollectionFixture {
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

    @Test
    void givesBackWhatWasWrittenWithTheVectorAtUnitLength() {
        VectorRow row = new VectorRow(
                "part-1",
                vector(3, 0, 4, 0),
                "line 2",
                NOON.plusNanos(1_234_567),
                "file:///pictures/part 1.jpg",
                hash('a'),
                Map.of("part", "seal", "shift", "night"),
                new Membership("c-seals", 0.5f),
                new RowOrigin(5, 7_000_000_000L));

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
    void bucketsDivideTheRowsAndTellTheirOrigins() {
        Map<String, RowOrigin> origins = new HashMap<>();
        List<VectorRow> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String id = "line ü/" + i;
            RowOrigin origin = i == 0 ? RowOrigin.UNKNOWN : new RowOrigin(i % 6, 5_000_000_000L + i);
            origins.put(id, origin);
            rows.add(new VectorRow(id, vector(1, i, 0, 0), "s", NOON, "", "", Map.of(), Membership.NONE, origin));
        }
        store().upsert(shared, rows);

        BucketRange low = new BucketRange(0, 1_000);
        BucketRange high = new BucketRange(1_000, Buckets.COUNT);
        Map<String, RowOrigin> inLow = originsIn(low);
        Map<String, RowOrigin> inHigh = originsIn(high);

        assertThat(inLow.keySet()).isNotEmpty().allMatch(low::contains);
        assertThat(inHigh.keySet()).isNotEmpty().allMatch(high::contains);
        inLow.putAll(inHigh);
        assertThat(inLow).isEqualTo(origins);
        assertThat(store().countSearchable(shared)).isBetween(0L, 300L);
        assertThat(store().count(shared, low) + store().count(shared, high)).isEqualTo(300);
        assertThat(store().count(shared, high)).isEqualTo(inHigh.size());
        assertThat(store().origins(shared, List.of("line ü/0", "line ü/7", "missing")))
                .containsOnly(
                        Map.entry("line ü/0", RowOrigin.UNKNOWN),
                        Map.entry("line ü/7", new RowOrigin(1, 5_000_000_007L)));
        BucketRange one = BucketRange.of(Buckets.of("line ü/7"));
        assertThat(originsIn(one)).containsKey("line ü/7");
    }

    private Map<String, RowOrigin> originsIn(BucketRange buckets) {
        Map<String, RowOrigin> origins = new HashMap<>();
        store().forEachOrigin(
                        shared,
                        buckets,
                        (id, origin) -> assertThat(origins.put(id, origin)).isNull());
        return origins;
    }

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
}
