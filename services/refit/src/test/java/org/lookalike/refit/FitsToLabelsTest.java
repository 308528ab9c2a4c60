package org.lookalike.refit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.RefitKind;
import org.lookalike.events.RefitReport;
import org.lookalike.labels.ImageLabel;
import org.lookalike.refit.fit.AdaptedFitInput;
import org.lookalike.refit.fit.ClusterAssignments;
import org.lookalike.refit.fit.FitResult;
import org.lookalike.refit.sample.SampledImage;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;
import org.lookalike.testkit.log.ExpectedLogs;

/** When spaces are fitted to labels, and to which images. */
final class FitsToLabelsTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofSeconds(60);
    private static final String OTHER_ENCODER = "ffeeddccbbaa9988";

    private RefitFixture fixture = fixture();

    private static RefitFixture fixture(String... flags) {
        List<String> all = new ArrayList<>(List.of(
                "--refit.adapt.quiet=1m",
                "--refit.sample.minimum=21",
                "--refit.sample.long-term-size=30",
                "--refit.window.length=10d",
                "--refit.window.quiet=10d"));
        all.addAll(List.of(flags));
        return new RefitFixture(all.toArray(String[]::new));
    }

    @BeforeEach
    void activateRawSpace() {
        fixture.spaces.set(Spaces.none().with(Space.raw(TestVectors.ENCODER, TestVectors.FEATURES)));
        fixture.adaptedFit = input -> Optional.of(result(input));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aSpaceIsFittedOnceTheLabelsHaveNotChangedForAWhile() {
        publish(40);
        label(0, 10);
        fixture.pass(Duration.ofSeconds(50));
        label(10, 12);
        fixture.pass(Duration.ofSeconds(50));
        assertThat(fixture.adaptedFits).isEmpty();

        fixture.pass(Duration.ofSeconds(15));

        assertThat(fixture.adaptedFits).singleElement().satisfies(input -> {
            assertThat(input.images()).hasSizeBetween(29, 30);
            assertThat(ids(input)).hasSize(12).contains("p0", "p11");
            assertThat(input.imageCount()).isBetween(20L, 60L);
        });
        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getKind()).isEqualTo(RefitKind.ADAPTED);
            assertThat(report.getLabelsDigest())
                    .isEqualTo(fixture.adaptedFits.get(0).digest());
        });
    }

    @Test
    void labelledImagesAreFittedThoughTheyAreInNoSample() {
        publish(300);

        label(0, 40);
        fixture.pass(QUIET.plusSeconds(2));

        AdaptedFitInput input = fixture.adaptedFits.get(0);
        assertThat(input.images())
                .hasSizeBetween(29, 30)
                .extracting(SampledImage::imageId)
                .doesNotContainAnyElementsOf(List.of("p0", "p1", "p2"));
        assertThat(ids(input)).hasSize(40).contains("p0", "p1", "p2");
        assertThat(input.labelled()).allSatisfy(image -> {
            int number = Integer.parseInt(image.imageId().substring(1));
            assertThat(image.label()).isEqualTo("kind " + number % 2);
            // The vector is the image's own.
            assertThat(image.values()).hasSize(TestVectors.FEATURES);
            assertThat(image.values()[number % 4]).isGreaterThan(2);
        });
        assertThat(fixture.fetched).isEqualTo(40);
    }

    @Test
    void labelsMayComeBeforeTheVectors() {
        label(0, 12);
        publish(40);
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(ids(fixture.adaptedFits.get(0))).hasSize(12);
        assertThat(fixture.fetched).isZero();
    }

    @Test
    @ExpectedLogs("LabelProcessor skipped a label")
    void aLabelThatBreaksTheRulesIsSkippedAndStopsNothing() {
        fixture.labelUnchecked("p20", "kind\u00000");
        fixture.labelUnchecked("p21", "k".repeat(70_000));
        label(0, 12);
        publish(40);
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(ids(fixture.adaptedFits.get(0))).hasSize(12).doesNotContain("p20", "p21");
    }

    @Test
    void aVectorThatIsPublishedAgainTakesThePlaceOfTheFormer() {
        publish(40);
        label(0, 12);
        float[] features = new float[TestVectors.FEATURES];
        features[9] = 7;
        fixture.publish(FIRST, TestVectors.vector("p5", "line 7", "", TestVectors.ENCODER, features));
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(fixture.adaptedFits.get(0).labelled())
                .filteredOn(image -> image.imageId().equals("p5"))
                .singleElement()
                .satisfies(image -> assertThat(image.values()).containsExactly(features));
    }

    @Test
    void imagesThatWereDeletedUnlabelledOrEmbeddedOtherwiseAreNotFitted() {
        publish(40);
        label(0, 14);
        fixture.forget(FIRST, "p0");
        fixture.unlabel("p1");
        fixture.label("p2", ImageLabel.BACKGROUND);
        fixture.publish(FIRST, TestVectors.vector("p3", "line 7", 3, OTHER_ENCODER));
        fixture.label("nowhere", "kind 0");
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(ids(fixture.adaptedFits.get(0))).hasSize(10).doesNotContain("p0", "p1", "p2", "p3", "nowhere");

        fixture.publish(FIRST, TestVectors.vector("p0", 0));
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(ids(fixture.adaptedFits.get(1))).hasSize(11).contains("p0");
    }

    @Test
    void aLabelThatIsCorrectedCountsAsItIsNow() {
        publish(40);
        label(0, 12);
        fixture.label("p4", "kind 1");
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(fixture.adaptedFits.get(0).labelled())
                .filteredOn(image -> image.imageId().equals("p4"))
                .extracting(SampledImage::label)
                .containsExactly("kind 1");
    }

    @Test
    void theSameLabelsAreFittedOnce() {
        publish(40);
        label(0, 10);
        fixture.pass(QUIET.plusSeconds(2));
        label(0, 10);
        fixture.pass(QUIET.multipliedBy(3));
        assertThat(fixture.adaptedFits).hasSize(1);

        label(10, 20);
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(fixture.adaptedFits).hasSize(2);
        assertThat(fixture.adaptedFits.get(1).digest())
                .isNotEqualTo(fixture.adaptedFits.get(0).digest());
    }

    @Test
    void aFitThatHadTooLittleIsTriedAgainEverLater() {
        fixture.adaptedFit = input -> Optional.empty();
        publish(40);
        label(0, 10);
        fixture.pass(QUIET.plusSeconds(3));
        assertThat(fixture.adaptedFits).hasSize(1);

        fixture.pass(QUIET.plusSeconds(2));
        assertThat(fixture.adaptedFits).hasSize(2);
        fixture.pass(QUIET.plusSeconds(2));
        assertThat(fixture.adaptedFits).hasSize(2);
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(fixture.adaptedFits).hasSize(3);
        assertThat(fixture.reports()).isEmpty();
        assertThat(fixture.count("lookalike.refit.windows", "outcome", "no-adaptation"))
                .isEqualTo(3);
    }

    @Test
    void aFitThatFailsIsTriedAgain() {
        fixture.adaptedFit = input -> {
            throw new IllegalArgumentException("all vectors are equal");
        };
        publish(40);
        label(0, 10);
        fixture.pass(QUIET.plusSeconds(2));

        fixture.adaptedFit = input -> Optional.of(result(input));
        fixture.pass(QUIET.plusSeconds(2));

        assertThat(fixture.adaptedFits).hasSize(2);
        assertThat(fixture.reports()).hasSize(1);
    }

    @Test
    void aSmallSampleIsNotFitted() {
        publish(15);
        label(0, 12);
        fixture.pass(QUIET.multipliedBy(2));

        assertThat(fixture.adaptedFits).isEmpty();
    }

    @Test
    void oneClassIsNotFitted() {
        publish(40);
        for (int i = 0; i < 20; i++) {
            fixture.label("p" + i, "gear");
        }
        fixture.pass(QUIET.multipliedBy(2));

        assertThat(fixture.adaptedFits).isEmpty();
    }

    @Test
    void labelsAreNotLearntFromWhereThatIsSwitchedOff() {
        fixture.close();
        fixture = fixture("--refit.adapt=false");
        activateRawSpace();
        publish(40);
        label(0, 20);
        fixture.pass(QUIET.multipliedBy(2));

        assertThat(fixture.adaptedFits).isEmpty();
    }

    @Test
    void onlyTheEncoderThatAnswersLearns() {
        fixture.spaces.set(Spaces.none().with(Space.raw(OTHER_ENCODER, TestVectors.FEATURES)));
        publish(40);
        label(0, 20);
        fixture.pass(QUIET.multipliedBy(2));

        assertThat(fixture.adaptedFits).isEmpty();
    }

    @Test
    void aPeriodicRefitThatIsHandedOverIsFittedToTheLabelsAnew() {
        fixture.close();
        fixture = fixture("--refit.window.length=10m", "--refit.window.quiet=1h");
        float[] basis = new float[3 * TestVectors.FEATURES];
        basis[10] = 1;
        basis[TestVectors.FEATURES + 11] = 1;
        basis[2 * TestVectors.FEATURES + 12] = 1;
        Space learnt = Space.fitted(
                TestVectors.ENCODER,
                "vectors",
                LinearProjection.of(new float[TestVectors.FEATURES], basis, 1),
                List.of(),
                null);
        fixture.spaces.set(Spaces.none()
                .with(learnt)
                .with(Generation.ready(learnt.id(), 40, RefitFixture.START))
                .with(new Activation(learnt.id(), "test", "", RefitFixture.START)));
        fixture.adaptedFit = input -> Optional.of(result(input));
        publish(40);
        label(0, 10);
        fixture.pass(QUIET.plusSeconds(2));
        assertThat(fixture.reports()).extracting(RefitReport::getKind).containsExactly(RefitKind.ADAPTED);

        fixture.closeBy(Duration.ofMinutes(15), TestVectors.vector("later", 0));
        fixture.pass(Duration.ofSeconds(2));

        List<RefitReport> reports = fixture.reports();
        assertThat(reports).extracting(RefitReport::getKind).containsExactly(RefitKind.PERIODIC, RefitKind.ADAPTED);
        assertThat(reports.get(0).getHandedOver()).isTrue();
        assertThat(reports.get(0).getProposed()).isFalse();
        fixture.pass(QUIET.multipliedBy(2));
        assertThat(fixture.reports()).isEmpty();
    }

    private void publish(int count) {
        fixture.publish(FIRST, TestVectors.of("p", count, 0, 1, 2, 3));
    }

    private void label(int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.label("p" + i, "kind " + i % 2);
        }
    }

    private static List<String> ids(AdaptedFitInput input) {
        return input.labelled().stream().map(SampledImage::imageId).toList();
    }

    private static FitResult result(AdaptedFitInput input) {
        Space space = Space.raw(TestVectors.ENCODER, TestVectors.FEATURES);
        RefitReport report = RefitReport.newBuilder()
                .setSpaceId(space.id())
                .setEncoderId(TestVectors.ENCODER)
                .setAt(Instant.EPOCH)
                .setProposed(false)
                .setReason("")
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(Instant.EPOCH)
                .setWindowPictures(0)
                .setSampleSize(0)
                .setDimensions(2)
                .setClusters(0)
                .setExplainedVariance(0)
                .setFitMillis(0)
                .setFitBytes(0)
                .setChanges(List.of())
                .setKind(RefitKind.ADAPTED)
                .setLabelsDigest(input.digest())
                .build();
        return new FitResult(space, report, new ClusterAssignments(new long[0], new short[0]), List.of());
    }
}
