package org.lookalike.latent.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterAnswerTest {
    private static final AuditSample LOOKS = AuditSample.choose(AuditSampleTest.members(100), 5, 2, 1);

    @Test
    void namesTheMostFrequentLabelWithItsBound() {
        ClusterAnswer answer = ClusterAnswer.of(LOOKS, answers("a", "a", "b", "a", "a"), 0.9);

        assertThat(answer).isEqualTo(new ClusterAnswer("a", 5, 5, 4, PurityBound.stratified(100, 5, 4, 0.9), 0.9, 100));
        assertThat(answer.complete()).isTrue();
    }

    @Test
    void whatWasNotAnsweredCountsAgainstTheLabel() {
        ClusterAnswer answer = ClusterAnswer.of(LOOKS, answers("a", "a", "a"), 0.9);

        assertThat(answer.answered()).isEqualTo(3);
        assertThat(answer.complete()).isFalse();
        assertThat(answer.purityBound()).isEqualTo(PurityBound.stratified(100, 5, 3, 0.9));
    }

    @Test
    void doubtfulLooksAndOtherImagesDoNotCount() {
        Map<String, String> answers = new HashMap<>(answers("a", "a", "a", "a", "a"));
        LOOKS.looks().subList(5, 7).forEach(look -> answers.put(look.id(), "b"));
        answers.put("another", "b");

        assertThat(ClusterAnswer.of(LOOKS, answers, 0.9).agreeing()).isEqualTo(5);
    }

    @Test
    void namesNoLabelWhereTwoAreEquallyFrequentOrNoneWasGiven() {
        for (Map<String, String> answers : List.of(answers("a", "a", "b", "b", "c"), answers())) {
            ClusterAnswer answer = ClusterAnswer.of(LOOKS, answers, 0.9);

            assertThat(answer.label()).isEmpty();
            assertThat(answer.agreeing()).isZero();
            assertThat(answer.purityBound()).isZero();
        }
    }

    /** Labels that depend on the distance to the centre, in small and big clusters, nearly pure and mixed ones. */
    @ParameterizedTest
    @ValueSource(ints = {8, 23, 50, 107, 400})
    void theBoundHoldsAtLeastAsOftenAsItsConfidence(int size) {
        double confidence = 0.8;
        List<Member> members = AuditSampleTest.members(size);
        for (double mixed : new double[] {0.1, 0.3, 0.5, 0.6, 1}) {
            Map<String, String> truth = new HashMap<>();
            SplittableRandom random = new SplittableRandom(size);
            for (int i = 0; i < size; i++) {
                // Disagreement lies at the edge.
                boolean edge = i >= size * (1 - mixed);
                truth.put("picture " + i, edge ? "edge " + random.nextInt(2) : "main");
            }
            int held = 0;
            int rounds = 600;
            for (int seed = 0; seed < rounds; seed++) {
                ClusterAnswer answer = ClusterAnswer.of(AuditSample.choose(members, 5, 0, seed), truth, confidence);
                long right =
                        truth.values().stream().filter(answer.label()::equals).count();
                held += (double) right / size >= answer.purityBound() ? 1 : 0;
            }
            assertThat((double) held / rounds)
                    .as("%d members, %s mixed", size, mixed)
                    .isGreaterThan(confidence - 3 * Math.sqrt(confidence * (1 - confidence) / rounds));
        }
    }

    /** Labels of the counted looks, in their order. */
    private static Map<String, String> answers(String... labels) {
        Map<String, String> answers = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            answers.put(LOOKS.looks().get(i).id(), labels[i]);
        }
        return answers;
    }
}
