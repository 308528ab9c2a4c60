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
import org.lookalike.testkit.log.ExpectedLogs;

@ExpectedLogs({"skipped: 3 bytes on vectors", "skipped: image flat"})
final class RefitTopologyTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SECOND = Duration.ofSeconds(11);

    private RefitFixture fixture = new RefitFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aWindowClosesWhenEventTimeHasPassedItsGrace() {
        fixture.publish(FIRST, TestVectors.of("a", 100, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofMillis(11_999), TestVectors.vector("within", 0));
        assertThat(fixture.reports()).isEmpty();

        fixture.closeBy(Duration.ofSeconds(12), TestVectors.vector("after", 0));

        assertThat(fixture.spaces()).hasSize(1);
        assertThat(fixture.reports()).singleElement().satisfies(report -> {
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
        fixture.publish(FIRST, TestVectors.of("a", 100, 0, 1, 2, 3));
        fixture.pass(Duration.ofSeconds(11));
        assertThat(fixture.reports()).isEmpty();

        fixture.pass(Duration.ofSeconds(3));

        assertThat(fixture.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.getSampleSize()).isEqualTo(100));
    }

    @Test
    void windowsMayOverlap() {
        fixture.close();
        fixture = new RefitFixture("--refit.window.advance=5s");
        fixture.publish(Duration.ofSeconds(7), TestVectors.of("a", 60, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(40), TestVectors.vector("later", 0));
        fixture.pass(Duration.ofSeconds(3));

        assertThat(fixture.reports())
                .extracting(RefitReport::getWindowEnd)
                .containsExactly(RefitFixture.START.plusSeconds(10), RefitFixture.START.plusSeconds(15));
    }

    @Test
    void samplesStayWithinTheirSizes() {
        fixture.publish(FIRST, TestVectors.of("a", 3_000, 0, 1, 2, 3));
        fixture.closeBy(SECOND, TestVectors.vector("next", 0));
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));

        RefitReport report = fixture.reports().get(0);
        assertThat(report.getSampleSize()).isBetween(200, 202);
        assertThat(report.getWindowPictures()).isBetween(2_500L, 3_500L);
    }

    @Test
    void orderAndRepetitionsChangeNothing() {
        List<ImageVector> images = TestVectors.of("a", 500, 0, 1, 2, 3);
        fixture.publish(FIRST, images);
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));
        Space space = fixture.spaces().get(0);
        List<ImageVector> again = new ArrayList<>(images);
        again.addAll(images);
        Collections.shuffle(again, new Random(3));
        fixture.close();
        fixture = new RefitFixture();

        fixture.publish(FIRST, again);
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));

        assertThat(fixture.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.getWindowPictures()).isBetween(400L, 600L));
        assertThat(fixture.spaces()).containsExactly(space);
    }

    @Test
    void whatIsTooLateCountsForTheLongTermSampleAlone() {
        fixture.publish(FIRST, TestVectors.of("a", 50, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(13), TestVectors.vector("next", 0));
        assertThat(fixture.reports()).hasSize(1);

        fixture.publish(FIRST, TestVectors.of("late", 30, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));

        assertThat(fixture.count("lookalike.refit.late")).isEqualTo(30);
        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getWindowPictures()).isEqualTo(1);
            assertThat(report.getSampleSize()).isEqualTo(81);
        });
    }

    @Test
    void aForgottenImageIsInNoSample() {
        fixture.publish(FIRST, TestVectors.of("a", 100, 0, 1, 2, 3));
        fixture.forget(FIRST, "a17");
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));

        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getWindowPictures()).isEqualTo(99);
            assertThat(report.getSampleSize()).isEqualTo(99);
        });
        assertThat(fixture.spaces().get(0).clusters())
                .flatExtracting(Cluster::examples)
                .doesNotContain("a17");
    }

    @Test
    void aSampleThatIsTooSmallMakesNoSpace() {
        fixture.publish(FIRST, TestVectors.of("a", 10, 0, 1));
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));

        assertThat(fixture.reports()).isEmpty();
        assertThat(fixture.count("lookalike.refit.windows", "outcome", "too-small"))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsSkippedAlone() {
        fixture.send(FIRST, "poison", new byte[] {1, 2, 3});
        fixture.publish(
                FIRST, TestVectors.vector("flat", "line 7", "", TestVectors.ENCODER, new float[TestVectors.FEATURES]));
        fixture.publish(FIRST, TestVectors.of("a", 50, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));

        assertThat(fixture.reports()).hasSize(1);
        assertThat(fixture.count("lookalike.refit.skipped", "code", "MALFORMED_RECORD"))
                .isEqualTo(1);
        assertThat(fixture.count("lookalike.refit.skipped", "code", "INVALID_FIELD"))
                .isEqualTo(1);
    }

    @Test
    void aWindowWaitsForOtherPartitionsOnlySoLong() {
        fixture.close();
        fixture = new RefitFixture(2);
        fixture.publish(FIRST, TestVectors.of("a", 50, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));
        assertThat(fixture.reports()).isEmpty();

        fixture.pass(Duration.ofSeconds(3));

        assertThat(fixture.reports()).hasSize(1);
    }

    @Test
    void windowsLongPastAreLeftToTheLongTermSample() {
        fixture.close();
        fixture = new RefitFixture("--refit.window.max-age=60s");
        fixture.pass(Duration.ofSeconds(100));
        fixture.publish(FIRST, TestVectors.of("old", 50, 0, 1, 2, 3));
        fixture.publish(Duration.ofSeconds(95), TestVectors.of("new", 50, 0, 1, 2, 3));
        fixture.pass(Duration.ofSeconds(10));

        assertThat(fixture.count("lookalike.refit.windows", "outcome", "too-old"))
                .isEqualTo(1);
        assertThat(fixture.reports()).singleElement().satisfies(report -> {
            assertThat(report.getWindowPictures()).isEqualTo(50);
            assertThat(report.getSampleSize()).isEqualTo(100);
        });
    }

    @Test
    void ofManyClosedWindowsTheLatestAreFitted() {
        fixture.close();
        fixture = new RefitFixture("--refit.window.max-waiting=2");
        for (int window = 0; window < 5; window++) {
            fixture.publish(Duration.ofSeconds(10L * window), TestVectors.of("w" + window + "-", 30, 0, 1, 2, 3));
        }
        fixture.closeBy(Duration.ofSeconds(100), TestVectors.vector("later", 0));
        fixture.pass(Duration.ofSeconds(2));

        assertThat(fixture.count("lookalike.refit.windows", "outcome", "passed-over"))
                .isEqualTo(3);
        assertThat(fixture.reports())
                .extracting(RefitReport::getWindowEnd)
                .containsExactly(RefitFixture.START.plusSeconds(40), RefitFixture.START.plusSeconds(50));
    }

    @Test
    void oneEncoderMoreThanMayBeIsSkipped() {
        fixture.close();
        fixture = new RefitFixture("--refit.sample.max-encoders=1");
        fixture.publish(FIRST, TestVectors.of("a", 50, 0, 1, 2, 3));
        fixture.publish(FIRST, TestVectors.vector("stranger", "line 7", 0, "ffeeddccbbaa9988"));
        fixture.closeBy(Duration.ofSeconds(30), TestVectors.vector("later", 0));

        assertThat(fixture.count("lookalike.refit.skipped", "code", "TOO_MANY_ENCODERS"))
                .isEqualTo(1);
        assertThat(fixture.reports()).hasSize(1);
    }
}
