package org.lookalike.vectorstore.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;

final class FilterExpressionTest {
    @Test
    void noConditionIsNoExpression() {
        assertThat(FilterExpression.of(RowFilter.ALL)).isEmpty();
    }

    @Test
    void joinsEveryKindOfConditionInTheirOrder() {
        RowFilter filter = RowFilter.of(
                new Condition.SourceIn(Set.of("line 2", "line 1")),
                new Condition.TimeRange(Instant.ofEpochMilli(-5), Instant.ofEpochMilli(7)),
                new Condition.AttributesEqual(Map.of("shift", "night", "part", "seal")),
                new Condition.IdIn(Set.of("d", "c")),
                new Condition.IdNotIn(Set.of("b", "a")),
                new Condition.ContentNotIn(Set.of("0".repeat(64))),
                new Condition.ClusterIn(Set.of("c2", "c1")),
                new Condition.ClusterDistanceAtMost(0.25f),
                new Condition.Labelled(Set.of("l2", "l1"), Set.of("k2", "k1"), Set.of("n")),
                new Condition.NotLabelled(new Condition.Labelled(Set.of("m"), Set.of(), Set.of())));

        assertThat(filter.conditions())
                .extracting(Object::getClass)
                .as("every kind of condition")
                .containsExactlyInAnyOrder(Condition.class.getPermittedSubclasses());
        assertThat(FilterExpression.of(filter))
                .isEqualTo("source in [\"line 1\", \"line 2\"] and time >= -5 and time < 7"
                        + " and attributes[\"part\"] == \"seal\" and attributes[\"shift\"] == \"night\""
                        + " and id in [\"c\", \"d\"] and not (id in [\"a\", \"b\"]) and not (sha256 in [\""
                        + "0".repeat(64) + "\"])"
                        + " and cluster in [\"c1\", \"c2\"] and cluster != \"\" and cluster_distance <= 0.25"
                        + " and (id in [\"l1\", \"l2\"] or (cluster in [\"k1\", \"k2\"] and not (id in [\"n\"])))"
                        + " and not (id in [\"m\"])");
    }

    @Test
    void aTimeRangeMayBeOpenAtEitherEnd() {
        assertThat(FilterExpression.of(new Condition.TimeRange(Instant.ofEpochMilli(3), null)))
                .isEqualTo("time >= 3");
        assertThat(FilterExpression.of(new Condition.TimeRange(null, Instant.ofEpochMilli(3))))
                .isEqualTo("time < 3");
    }

    @Test
    void aBoundIsTheStoredNumberInWhateverPrecisionItIsCompared() {
        assertThat(FilterExpression.of(new Condition.ClusterDistanceAtMost(0.1f)))
                .isEqualTo("cluster != \"\" and cluster_distance <= 0.10000000149011612");
        assertThat(FilterExpression.of(new Condition.ClusterDistanceAtMost(0f)))
                .isEqualTo("cluster != \"\" and cluster_distance <= 0.0");
    }

    @Test
    void aLabelThatNothingHasLetsNothingThrough() {
        Condition nothing = new Condition.Labelled(Set.of(), Set.of(), Set.of("n"));

        assertThat(FilterExpression.of(nothing)).isEqualTo("id in []");
    }

    @Test
    void aValueCannotEndItsLiteral() {
        assertThat(FilterExpression.idIn(List.of("\" or id != \""))).isEqualTo("id in [\"\\\" or id != \\\"\"]");
        assertThat(FilterExpression.idAfter("ends with \\")).isEqualTo("id > \"ends with \\\\\"");
        assertThat(FilterExpression.literal("\\\"")).isEqualTo("\"\\\\\\\"\"");
    }

    @Test
    void aKeyCannotLeaveItsBrackets() {
        Condition odd = new Condition.AttributesEqual(Map.of("a][\"b~1/c\\d'%", "v"));

        assertThat(FilterExpression.of(odd)).isEqualTo("attributes[\"a%5D%5B%22b%7E1%2Fc%5Cd%27%25\"] == \"v\"");
    }

    @Test
    void encodedKeysComeBack() {
        for (String key : List.of("plain", "%5B", "a][b", "~0/\\\"'", "ünï 漢 😀", "%")) {
            assertThat(AttributeKeys.decode(AttributeKeys.encode(key))).isEqualTo(key);
        }
    }
}
