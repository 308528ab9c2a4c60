package org.lookalike.query.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.events.BurstRule;
import org.lookalike.events.ClusterQuery;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.Recognise;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.UriQuery;

final class CostClassTest {
    private static final ImageIdQuery PLAIN = new ImageIdQuery("p");

    @Test
    void aRequestIsOfTheClassOfItsMostExpensivePart() {
        assertThat(of(request(PLAIN))).isEqualTo(CostClass.SEARCH);
        assertThat(of(request(new UriQuery("file:///p")))).isEqualTo(CostClass.FETCH);
        assertThat(of(request(new ExamplesQuery(List.of(new UriQuery("file:///p")), List.of(), null))))
                .isEqualTo(CostClass.FETCH);
        assertThat(of(request(new ExamplesQuery(java.util.Collections.nCopies(9, PLAIN), List.of(), null))))
                .isEqualTo(CostClass.ANALYSIS);
        assertThat(of(request(PLAIN).setCollapse(BurstRule.newBuilder().build())))
                .isEqualTo(CostClass.ANALYSIS);
        assertThat(of(request(PLAIN).setGroupBy("part"))).isEqualTo(CostClass.ANALYSIS);
        assertThat(of(request(PLAIN).setPlace(true))).isEqualTo(CostClass.ANALYSIS);
        assertThat(of(request(PLAIN).setRecognise(new Recognise(null)))).isEqualTo(CostClass.SEARCH);
        assertThat(of(request(PLAIN).setRecognise(new Recognise(0.02)))).isEqualTo(CostClass.ANALYSIS);
        assertThat(CostClass.of(request(PLAIN).setRecognise(new Recognise(null)).build(), 0, false))
                .as("nothing is enrolled yet")
                .isEqualTo(CostClass.ANALYSIS);
        assertThat(CostClass.of(request(PLAIN).build(), 1_001, true))
                .as("a filter by many labelled pictures")
                .isEqualTo(CostClass.ANALYSIS);
        assertThat(of(request(ClusterQuery.newBuilder().setClusterId("c").build())))
                .isEqualTo(CostClass.CLUSTER);
    }

    private static SearchRequest.Builder request(Object query) {
        return SearchRequest.newBuilder().setRequestId("r").setQuery(query);
    }

    private static CostClass of(SearchRequest.Builder request) {
        return CostClass.of(request.build(), 0, true);
    }
}
