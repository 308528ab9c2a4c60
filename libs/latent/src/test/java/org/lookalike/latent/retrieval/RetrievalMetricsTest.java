package org.lookalike.latent.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalMetricsTest {
    private static final double EXACT = 1e-12;

    @Test
    void countsRelevantHitsAmongTheFirstRanks() {
        RankedQuery query = new RankedQuery("bolt", List.of("bolt", "nut", "bolt", "nut"), 5);
        assertThat(query.precisionAt(1)).isEqualTo(1);
        assertThat(query.precisionAt(2)).isEqualTo(0.5);
        assertThat(query.precisionAt(3)).isCloseTo(2.0 / 3, within(EXACT));
    }

    @Test
    void missingRanksAreNotRelevant() {
        RankedQuery query = new RankedQuery("bolt", List.of("bolt", "bolt"), 2);
        assertThat(query.precisionAt(10)).isCloseTo(0.2, within(EXACT));
    }

    @Test
    void ranksBeyondTheDepthDoNotCount() {
        RankedQuery query = new RankedQuery(
                "bolt", List.of("nut", "nut", "nut", "nut", "nut", "nut", "nut", "nut", "nut", "nut", "bolt"), 1);
        assertThat(query.precisionAt(10)).isZero();
        assertThat(query.averagePrecision()).isCloseTo(1.0 / 11, within(EXACT));
    }

    @Test
    void averagesThePrecisionAtEachRelevantRank() {
        // Relevant at ranks 1, 3 and 6 of 3: (1/1 + 2/3 + 3/6) / 3 = 13/18.
        RankedQuery query = new RankedQuery("bolt", List.of("bolt", "nut", "bolt", "nut", "nut", "bolt"), 3);
        assertThat(query.averagePrecision()).isCloseTo(13.0 / 18, within(EXACT));
    }

    @Test
    void chargesForItemsThatWereNotRetrieved() {
        // The same ranking, but 5 items are relevant: (1/1 + 2/3 + 3/6) / 5 = 13/30.
        RankedQuery query = new RankedQuery("bolt", List.of("bolt", "nut", "bolt", "nut", "nut", "bolt"), 5);
        assertThat(query.averagePrecision()).isCloseTo(13.0 / 30, within(EXACT));
    }

    @Test
    void recallIsTheShareOfRelevantItemsAmongTheFirstRanks() {
        RankedQuery query = new RankedQuery("bolt", List.of("bolt", "nut", "bolt", "nut"), 5);
        assertThat(query.recallAt(1)).isCloseTo(0.2, within(EXACT));
        assertThat(query.recallAt(3)).isCloseTo(0.4, within(EXACT));
        assertThat(query.recallAt(10)).isCloseTo(0.4, within(EXACT));
        assertThat(new RankedQuery("unique", List.of("a"), 0).recallAt(1)).isZero();
    }

    @Test
    void refusesDepthZero() {
        RankedQuery query = new RankedQuery("bolt", List.of("bolt"), 1);
        assertThatThrownBy(() -> query.recallAt(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> query.precisionAt(0)).hasMessageContaining("depth 0, must be at least 1");
    }

    @Test
    void aPerfectRankingScoresOne() {
        RankedQuery query = new RankedQuery("a", java.util.Collections.nCopies(10, "a"), 10);
        assertThat(RetrievalMetrics.of(List.of(query))).isEqualTo(new RetrievalMetrics(1, 1, 1, 1));
    }

    @Test
    void meansAreOverQueries() {
        // First: P@1 1, P@10 2/10, AP (1/1 + 2/3) / 2 = 5/6. Second: P@1 0, P@10 1/10, AP (1/2) / 1 = 1/2.
        RetrievalMetrics metrics = RetrievalMetrics.of(
                List.of(new RankedQuery("a", List.of("a", "b", "a"), 2), new RankedQuery("b", List.of("a", "b"), 1)));
        assertThat(metrics.queries()).isEqualTo(2);
        assertThat(metrics.precisionAt1()).isCloseTo(0.5, within(EXACT));
        assertThat(metrics.precisionAt10()).isCloseTo(0.15, within(EXACT));
        assertThat(metrics.meanAveragePrecision()).isCloseTo(2.0 / 3, within(EXACT));
    }

    @Test
    void aQueryWithNothingRelevantScoresZero() {
        RankedQuery query = new RankedQuery("unique", List.of("a", "b"), 0);
        assertThat(RetrievalMetrics.of(List.of(query))).isEqualTo(new RetrievalMetrics(1, 0, 0, 0));
    }

    @Test
    void refusesFewerRelevantItemsThanRelevantHits() {
        assertThatThrownBy(() -> new RankedQuery("a", List.of("a", "a"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 relevant hits, but only 1");
    }

    @Test
    void refusesNoRankings() {
        assertThatThrownBy(() -> RetrievalMetrics.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 rankings");
    }
}
