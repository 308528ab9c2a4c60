package org.lookalike.latent.labelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditResultTest {
    private static final AuditSample SAMPLE = AuditSample.draw(AuditSampleTest.members(100), 5, 2, 1);

    @Test
    void namesTheMostFrequentLabelWithItsBound() {
        AuditResult result = AuditResult.of(SAMPLE, answers("a", "a", "b", "a", "a"), 0.9);

        assertThat(result).isEqualTo(new AuditResult("a", 5, 5, 4, PurityBound.stratified(100, 5, 4, 0.9), 0.9, 100));
        assertThat(result.complete()).isTrue();
    }

    @Test
    void whatWasNotAnsweredCountsAgainstTheLabel() {
        AuditResult result = AuditResult.of(SAMPLE, answers("a", "a", "a"), 0.9);

        assertThat(result.answered()).isEqualTo(3);
        assertThat(result.complete()).isFalse();
        assertThat(result.purityBound()).isEqualTo(PurityBound.stratified(100, 5, 3, 0.9));
    }

    @Test
    void doubtfulMembersAndOtherImagesDoNotCount() {
        Map<String, String> answers = new HashMap<>(answers("a", "a", "a", "a", "a"));
        SAMPLE.members().subList(5, 7).forEach(member -> answers.put(member.id(), "b"));
        answers.put("another", "b");

        assertThat(AuditResult.of(SAMPLE, answers, 0.9).agreeing()).isEqualTo(5);
    }

    @Test
    void namesNoLabelWhereTwoAreEquallyFrequentOrNoneWasGiven() {
        for (Map<String, String> answers : List.of(answers("a", "a", "b", "b", "c"), answers())) {
            AuditResult result = AuditResult.of(SAMPLE, answers, 0.9);

            assertThat(result.label()).isEmpty();
            assertThat(result.agreeing()).isZero();
            assertThat(result.purityBound()).isZero();
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
                AuditResult result = AuditResult.of(AuditSample.draw(members, 5, 0, seed), truth, confidence);
                long right =
                        truth.values().stream().filter(result.label()::equals).count();
                held += (double) right / size >= result.purityBound() ? 1 : 0;
            }
            assertThat((double) held / rounds)
                    .as("%d members, %s mixed", size, mixed)
                    .isGreaterThan(confidence - 3 * Math.sqrt(confidence * (1 - confidence) / rounds));
        }
    }

    /** Labels of the members picked at random, in their order. */
    private static Map<String, String> answers(String... labels) {
        Map<String, String> answers = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            answers.put(SAMPLE.members().get(i).id(), labels[i]);
        }
        return answers;
    }
}
