package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;

final class LabelledPartsTest {
    private static final Condition SOURCE = new Condition.SourceIn(Set.of("line"));

    @Test
    void aFilterThatFitsIsOneExpression() {
        RowFilter filter = RowFilter.of(SOURCE, new Condition.Labelled(Set.of("a"), Set.of("k"), Set.of("b")));
        assertThat(LabelledParts.of(filter, 2)).containsExactly(FilterExpression.of(filter));
    }

    @Test
    void theRangesOfTheRestCoverAllIdsInTheServersOrder() {
        RowFilter filter = RowFilter.of(
                SOURCE, new Condition.Labelled(Set.of("a", "\uffee"), Set.of("k"), Set.of("b", "\ud83d\ude00", "c")));
        assertThat(LabelledParts.of(filter, 2))
                .containsExactly(
                        "source in [\"line\"] and id < \"c\" and"
                                + " (id in [\"a\"] or (cluster in [\"k\"] and not (id in [\"b\"])))",
                        "source in [\"line\"] and id >= \"c\" and id < \"\ud83d\ude00\" and"
                                + " (id in [\"\uffee\"] or (cluster in [\"k\"] and not (id in [\"c\"])))",
                        "source in [\"line\"] and id >= \"\ud83d\ude00\" and"
                                + " (cluster in [\"k\"] and not (id in [\"\ud83d\ude00\"]))");
    }

    @Test
    void theRangesOfWhatHasNoLabelCoverAllIdsToo() {
        RowFilter filter = RowFilter.of(
                SOURCE, new Condition.NotLabelled(new Condition.Labelled(Set.of("a", "b", "c"), Set.of(), Set.of())));
        assertThat(LabelledParts.of(filter, 2))
                .containsExactly(
                        "source in [\"line\"] and id < \"c\" and not (id in [\"a\", \"b\"])",
                        "source in [\"line\"] and id >= \"c\" and not (id in [\"c\"])");
    }

    @Test
    void withoutClustersTheIdsAloneAreSplit() {
        RowFilter filter = RowFilter.of(new Condition.Labelled(Set.of("a", "b", "c"), Set.of(), Set.of("d", "e")));
        assertThat(LabelledParts.of(filter, 2)).containsExactly("id in [\"a\", \"b\"]", "id in [\"c\"]");
        assertThat(LabelledParts.of(RowFilter.of(new Condition.Labelled(Set.of(), Set.of(), Set.of("d", "e", "f"))), 2))
                .containsExactly("id in []");
    }
}
