package org.lookalike.vectorstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches without filters. */
abstract class SearchContract extends SharedCollectionFixture {
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
                .isEqualTo(new VectorHit(
                        "a", 1, "file:///a", hash('d'), "line 2", NOON, Map.of("part", "seal"), Membership.NONE));
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

    @Test
    void searchesNeedVectorsWithADirection() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().search(shared, List.of(), SearchOptions.top(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().search(shared, List.of(vector(0, 0, 0, 0)), SearchOptions.top(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().search(shared, List.of(vector(Float.NaN, 0, 0, 1)), SearchOptions.top(1)));
    }
}
