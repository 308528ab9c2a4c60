package org.lookalike.latent.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.recognition.Calibration.Basis;
import org.lookalike.latent.recognition.RecognitionResult.Kind;

class RecogniserTest {
    private static final RecognitionOptions OPTIONS = RecognitionOptions.defaults();

    @Test
    void matchesEnrolledClassesAndRejectsStrangers() {
        Recogniser recogniser =
                Recogniser.calibrate(TestClasses.of(0, 60, 4, 0.5, 1).gallery(), OPTIONS);

        TestClasses known = TestClasses.of(0, 60, 5, 0.5, 2);
        TestClasses unknown = TestClasses.of(60, 120, 5, 0.5, 3);
        assertThat(recogniser.calibration().basis()).isEqualTo(Basis.MANY_CLASSES);
        assertThat(recogniser.calibration().impostors()).isEqualTo(240);
        assertThat(recogniser.calibration().genuine()).isEqualTo(240);
        assertThat(share(recogniser, known, Kind.MATCH)).isGreaterThan(0.95);
        assertThat(share(recogniser, unknown, Kind.MATCH)).isBetween(0.0, 0.075);
        assertThat(share(recogniser, known, Kind.NOVEL)).isLessThan(0.1);
        assertThat(share(recogniser, unknown, Kind.NOVEL)).isGreaterThan(0.8);
    }

    @Test
    void keepsTheRateAskedForOverManyChoicesOfFewClasses() {
        double sum = 0;
        int rounds = 40;
        for (int round = 0; round < rounds; round++) {
            Recogniser recogniser = Recogniser.calibrate(
                    TestClasses.of(5 * round, 5 * round + 5, 10, 0.9, 1).gallery(), OPTIONS.withFalseMatchRate(0.1));
            assertThat(recogniser.calibration().basis()).isEqualTo(Basis.FEW_CLASSES);
            sum += share(recogniser, TestClasses.of(300, 340, 3, 0.9, 2), Kind.MATCH);
        }
        assertThat(sum / rounds).isBetween(0.1 / 1.5, 0.1 * 1.5);
    }

    @Test
    void strangersTellTheRateBetterThanFewClasses() {
        Rows strangers = TestClasses.of(100, 300, 1, 0.9, 4).rows();

        Recogniser recogniser = Recogniser.calibrate(
                TestClasses.of(0, 3, 10, 0.9, 1).gallery(), strangers, OPTIONS.withFalseMatchRate(0.1));

        assertThat(recogniser.calibration().basis()).isEqualTo(Basis.STRANGERS);
        assertThat(recogniser.calibration().impostors()).isEqualTo(200);
        assertThat(share(recogniser, TestClasses.of(300, 500, 1, 0.9, 2), Kind.MATCH))
                .isBetween(0.1 / 1.5, 0.1 * 1.5);
    }

    @Test
    void tooFewStrangersAreNoBasis() {
        Recogniser recogniser = Recogniser.calibrate(
                TestClasses.of(0, 3, 10, 0.9, 1).gallery(),
                TestClasses.of(9, 12, 6, 0.9, 1).rows(),
                OPTIONS);

        assertThat(recogniser.calibration().basis()).isEqualTo(Basis.FEW_CLASSES);
    }

    @Test
    void oneClassOfOneImageMatchesThatImageOnlyAndSaysWhy() {
        TestClasses one = TestClasses.of(0, 1, 1, 0, 1);
        Recogniser recogniser = Recogniser.calibrate(one.gallery(), OPTIONS);

        RecognitionResult verdict =
                recogniser.recognise(TestClasses.of(0, 1, 1, 0.3, 2).vectors().get(0));

        assertThat(recogniser.calibration().calibrated()).isFalse();
        assertThat(verdict.kind()).isEqualTo(Kind.UNSURE);
        assertThat(verdict.label()).isEqualTo("class 000");
        assertThat(verdict.runnerUp()).isEmpty();
        assertThat(verdict.reason()).contains("not calibrated, for 1 class and 1 templates");
    }

    @Test
    void oneClassOfSeveralImagesMatchesWhatFitsAsWellAsTheyDo() {
        Recogniser recogniser =
                Recogniser.calibrate(TestClasses.of(0, 1, 40, 0.5, 1).gallery(), OPTIONS);

        assertThat(recogniser.calibration().calibrated()).isFalse();
        assertThat(share(recogniser, TestClasses.of(0, 1, 200, 0.5, 2), Kind.MATCH))
                .isBetween(0.3, 0.7);
        assertThat(share(recogniser, TestClasses.of(1, 40, 5, 0.5, 2), Kind.NOVEL))
                .isGreaterThan(0.95);
    }

    @Test
    void oneImageOfEachClassIsEnough() {
        Recogniser recogniser =
                Recogniser.calibrate(TestClasses.of(0, 100, 1, 0.3, 1).gallery(), OPTIONS);

        assertThat(recogniser.calibration().calibrated()).isTrue();
        assertThat(recogniser.calibration().genuine()).isZero();
        assertThat(share(recogniser, TestClasses.of(0, 100, 2, 0.3, 2), Kind.MATCH))
                .isGreaterThan(0.95);
        assertThat(share(recogniser, TestClasses.of(100, 200, 2, 0.3, 2), Kind.MATCH))
                .isLessThan(0.075);
    }

    @Test
    void aClassWithAStricterRateIsMatchedLessEasily() {
        Gallery gallery = TestClasses.of(0, 30, 4, 0.7, 1).gallery();
        String strict = TestClasses.name(3);

        Calibration calibration = Recogniser.calibrate(gallery, OPTIONS.withFalseMatchRate(strict, 0.001))
                .calibration();

        assertThat(calibration.matchThreshold(strict)).isGreaterThan(calibration.matchThreshold());
        assertThat(calibration.matchThreshold(TestClasses.name(4))).isEqualTo(calibration.matchThreshold());
        assertThat(calibration.matchThresholds()).containsOnlyKeys(strict);
    }

    @Test
    void tellsTheNearestTemplateAndTheRunnerUp() {
        TestClasses enrolled = TestClasses.of(0, 4, 3, 0.3, 1);
        Recogniser recogniser = Recogniser.calibrate(enrolled.gallery(), OPTIONS);

        RecognitionResult verdict = recogniser.recognise(enrolled.vectors().get(7));

        assertThat(verdict.nearestTemplate()).isEqualTo(7);
        assertThat(verdict.label()).isEqualTo(enrolled.labels().get(7));
        assertThat(verdict.runnerUp()).isNotEmpty().isNotEqualTo(verdict.label());
        assertThat(verdict.runnerUpScore()).isLessThan(verdict.score());
        assertThat(verdict.noveltyThreshold()).isLessThanOrEqualTo(verdict.matchThreshold());
    }

    @Test
    void calibratesOnNoMoreImagesThanAllowed() {
        Calibration calibration = Recogniser.calibrate(
                        TestClasses.of(0, 10, 20, 0.5, 1).gallery(), OPTIONS.withMaxImages(50))
                .calibration();

        assertThat(List.of(calibration.templates(), calibration.impostors(), calibration.genuine()))
                .containsExactly(200, 50, 50);
    }

    @Test
    void refusesRatesThatAreNone() {
        assertThatThrownBy(() -> OPTIONS.withFalseMatchRate(0)).hasMessageContaining("false-match rate 0.0");
        assertThatThrownBy(() -> OPTIONS.withFalseMatchRate("bolt", 1)).hasMessageContaining("class bolt 1.0");
        assertThatThrownBy(() -> OPTIONS.withFalseNoveltyRate(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> OPTIONS.withMaxImages(2)).hasMessageContaining("at least 3");
    }

    private static double share(Recogniser recogniser, TestClasses images, Kind kind) {
        long right = 0;
        for (int i = 0; i < images.vectors().size(); i++) {
            RecognitionResult verdict = recogniser.recognise(images.vectors().get(i));
            boolean enrolled =
                    recogniser.gallery().classes().contains(images.labels().get(i));
            boolean counts = kind != Kind.MATCH
                    || !enrolled
                    || verdict.label().equals(images.labels().get(i));
            right += verdict.kind() == kind && counts ? 1 : 0;
        }
        return (double) right / images.vectors().size();
    }
}
