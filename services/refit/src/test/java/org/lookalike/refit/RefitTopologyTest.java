package org.lookalike.refit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.ImageVector;
import org.lookalike.events.RefitReport;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;

final class RefitTopologyTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SECOND = Duration.ofSeconds(11);

    private RefitFixture scene = new RefitFixture();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aWindowClosesWhenEventTimeHasPassedItsGrace() {
        scene.publish(FIRST, Images.of("a", 100, 0, 1, 2, 3));
        scene.closeBy(Duration.ofMillis(11_999), Images.vector("within", 0));
        assertThat(scene.reports()).isEmpty();

        scene.closeBy(Duration.ofSeconds(12), Images.vector("after", 0));

        assertThat(scene.spaces()).hasSize(1);
        assertThat(scene.reports()).singleElement().satisfies(report -> {
            assertThat(report.getProposed()).isTrue();
            assertThat(report.getWindowStart()).isEqualTo(RefitFixture.START);
            assertThat(report.getWindowEnd()).isEqualTo(RefitFixture.START.plusSeconds(10));
            assertThat(report.getWindowPictures()).isEqualTo(100);
            // The long-term sample has those that came before the window closed.
            assertThat(report.getSampleSize()).isEqualTo(101);
        });
    }

    @Test
    void aQuietStreamClosesItsWindowByTheWallClock() {
        scene.publish(FIRST, Images.of("a", 100, 0, 1, 2, 3));
        scene.pass(Duration.ofSeconds(11));
        assertThat(scene.reports()).isEmpty();

        scene.pass(Duration.ofSeconds(3));

        assertThat(scene.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.getSampleSize()).isEqualTo(100));
    }

    @Test
    void windowsMayOverlap() {
        scene.close();
        scene = new RefitFixture("--refit.window.advance=5s");
        scene.publish(Duration.ofSeconds(7), Images.of("a", 60, 0, 1, 2, 3));
        scene.closeBy(Duration.ofSeconds(40), Images.vector("later", 0));
        scene.pass(Duration.ofSeconds(3));

        assertThat(scene.reports())
                .extracting(RefitReport::getWindowEnd)
                .containsExactly(RefitFixture.START.plusSeconds(10), RefitFixture.START.plusSeconds(15));
    }

    @Test
    void samplesStayWithinTheirSizes() {
        scene.publish(FIRST, Images.of("a", 3_000, 0, 1, 2, 3));
        scene.closeBy(SECOND, Images.vector("next", 0));
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));

        RefitReport report = scene.reports().get(0);
        assertThat(report.getSampleSize()).isBetween(200, 202);
        assertThat(report.getWindowPictures()).isBetween(2_500L, 3_500L);
    }

    @Test
    void orderAndRepetitionsChangeNothing() {
        List<ImageVector> images = Images.of("a", 500, 0, 1, 2, 3);
        scene.publish(FIRST, images);
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));
        Space space = scene.spaces().get(0);
        List<ImageVector> again = new ArrayList<>(images);
        again.addAll(images);
        Collections.shuffle(again, new Random(3));
        scene.close();
        scene = new RefitFixture();

        scene.publish(FIRST, again);
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));

        assertThat(scene.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.getWindowPictures()).isBetween(400L, 600L));
        assertThat(scene.spaces()).containsExactly(space);
    }

    @Test
    void whatIsTooLateCountsForTheLongTermSampleAlone() {
        scene.publish(FIRST, Images.of("a", 50, 0, 1, 2, 3));
        scene.closeBy(Duration.ofSeconds(13), Images.vector("next", 0));
        assertThat(scene.reports()).hasSize(1);

        scene.publish(FIRST, Images.of("late", 30, 0, 1, 2, 3));
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));

        assertThat(scene.count("lookalike.refit.late")).isEqualTo(30);
        assertThat(scene.reports()).singleElement().satisfies(report -> {
            assertThat(report.getWindowPictures()).isEqualTo(1);
            assertThat(report.getSampleSize()).isEqualTo(81);
        });
    }

    @Test
    void aForgottenImageIsInNoSample() {
        scene.publish(FIRST, Images.of("a", 100, 0, 1, 2, 3));
        scene.forget(FIRST, "a17");
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));

        assertThat(scene.reports()).singleElement().satisfies(report -> {
            assertThat(report.getWindowPictures()).isEqualTo(99);
            assertThat(report.getSampleSize()).isEqualTo(99);
        });
        assertThat(scene.spaces().get(0).clusters())
                .flatExtracting(Cluster::examples)
                .doesNotContain("a17");
    }

    @Test
    void aSampleThatIsTooSmallMakesNoSpace() {
        scene.publish(FIRST, Images.of("a", 10, 0, 1));
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));

        assertThat(scene.reports()).isEmpty();
        assertThat(scene.count("lookalike.refit.windows", "outcome", "too-small"))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsSkippedAlone() {
        scene.send(FIRST, "poison", new byte[] {1, 2, 3});
        scene.publish(FIRST, Images.vector("flat", "line 7", "", Images.ENCODER, new float[Images.FEATURES]));
        scene.publish(FIRST, Images.of("a", 50, 0, 1, 2, 3));
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));

        assertThat(scene.reports()).hasSize(1);
        assertThat(scene.count("lookalike.refit.skipped", "code", "MALFORMED_RECORD"))
                .isEqualTo(1);
        assertThat(scene.count("lookalike.refit.skipped", "code", "INVALID_FIELD"))
                .isEqualTo(1);
    }

    @Test
    void aWindowWaitsForOtherPartitionsOnlySoLong() {
        scene.close();
        scene = new RefitFixture(2);
        scene.publish(FIRST, Images.of("a", 50, 0, 1, 2, 3));
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));
        assertThat(scene.reports()).isEmpty();

        scene.pass(Duration.ofSeconds(3));

        assertThat(scene.reports()).hasSize(1);
    }

    @Test
    void windowsLongPastAreLeftToTheLongTermSample() {
        scene.close();
        scene = new RefitFixture("--refit.window.max-age=60s");
        scene.pass(Duration.ofSeconds(100));
        scene.publish(FIRST, Images.of("old", 50, 0, 1, 2, 3));
        scene.publish(Duration.ofSeconds(95), Images.of("new", 50, 0, 1, 2, 3));
        scene.pass(Duration.ofSeconds(10));

        assertThat(scene.count("lookalike.refit.windows", "outcome", "too-old")).isEqualTo(1);
        assertThat(scene.reports()).singleElement().satisfies(report -> {
            assertThat(report.getWindowPictures()).isEqualTo(50);
            assertThat(report.getSampleSize()).isEqualTo(100);
        });
    }

    @Test
    void ofManyClosedWindowsTheLatestAreFitted() {
        scene.close();
        scene = new RefitFixture("--refit.window.max-waiting=2");
        for (int window = 0; window < 5; window++) {
            scene.publish(Duration.ofSeconds(10L * window), Images.of("w" + window + "-", 30, 0, 1, 2, 3));
        }
        scene.closeBy(Duration.ofSeconds(100), Images.vector("later", 0));
        scene.pass(Duration.ofSeconds(2));

        assertThat(scene.count("lookalike.refit.windows", "outcome", "passed-over"))
                .isEqualTo(3);
        assertThat(scene.reports())
                .extracting(RefitReport::getWindowEnd)
                .containsExactly(RefitFixture.START.plusSeconds(40), RefitFixture.START.plusSeconds(50));
    }

    @Test
    void oneEncoderMoreThanMayBeIsSkipped() {
        scene.close();
        scene = new RefitFixture("--refit.sample.max-encoders=1");
        scene.publish(FIRST, Images.of("a", 50, 0, 1, 2, 3));
        scene.publish(FIRST, Images.vector("stranger", "line 7", 0, "ffeeddccbbaa9988"));
        scene.closeBy(Duration.ofSeconds(30), Images.vector("later", 0));

        assertThat(scene.count("lookalike.refit.skipped", "code", "TOO_MANY_ENCODERS"))
                .isEqualTo(1);
        assertThat(scene.reports()).hasSize(1);
    }
}
