package org.lookalike.refit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.events.Alert;
import org.lookalike.events.ImageVector;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;

final class AlertsTest {
    private static final Duration LATER = Duration.ofSeconds(20);

    private RefitFixture fixture = new RefitFixture("--refit.alerts.limit=2", "--refit.alerts.period=60s");

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anImageThatResemblesNothingRaisesAnAlarm() {
        Space space = activeSpace();

        fixture.publish(LATER, TestVectors.vector("a1", 1));
        fixture.publish(LATER, TestVectors.vector("odd", 9));

        float threshold = space.novelty().orElseThrow().threshold();
        assertThat(fixture.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getKind()).isEqualTo("NOVEL");
            assertThat(alert.getImageId()).isEqualTo("odd");
            assertThat(alert.getSource()).isEqualTo("line 7");
            assertThat(alert.getSpaceId()).isEqualTo(space.id());
            assertThat(alert.getValue()).isGreaterThan(threshold);
            assertThat(alert.getThreshold()).isEqualTo(threshold);
            assertThat(alert.getAt()).isEqualTo(RefitFixture.START.plus(LATER));
        });
    }

    @Test
    void oneSourcesAlarmsAreBoundedAndTheNextTellsHowManyWereHeldBack() {
        activeSpace();

        fixture.publish(LATER, TestVectors.of("odd", 50, 9, 10, 11));
        assertThat(fixture.alerts()).hasSize(2);
        fixture.publish(LATER, TestVectors.vector("elsewhere", "line 8", 9, TestVectors.ENCODER));
        assertThat(fixture.alerts()).hasSize(1);
        fixture.publish(LATER.plusSeconds(61), TestVectors.vector("odd again", 9));

        assertThat(fixture.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.getSuppressed()).isEqualTo(48));
    }

    @Test
    void anImageThatComesAgainRaisesNoSecondAlarm() {
        activeSpace();
        ImageVector odd = TestVectors.vector("odd", 9);

        fixture.publish(LATER, List.of(odd, odd, odd));

        assertThat(fixture.alerts()).hasSize(1);
        fixture.publish(LATER.plusSeconds(70), odd);
        assertThat(fixture.alerts()).isEmpty();
    }

    @Test
    void aSourceThatLeavesItsOwnPastRaisesAnAlarm() {
        Random random = new Random(5);
        for (int i = 0; i < 1_200; i++) {
            fixture.publish(Duration.ofMillis(i), seen(random, "usual" + i, 0));
        }
        assertThat(fixture.alerts())
                .filteredOn(alert -> alert.getKind().equals("DRIFT"))
                .isEmpty();

        for (int i = 0; i < 128; i++) {
            fixture.publish(Duration.ofMillis(1_200 + i), seen(random, "darker" + i, 1));
        }

        List<Alert> drift = fixture.alerts().stream()
                .filter(alert -> alert.getKind().equals("DRIFT"))
                .toList();
        assertThat(drift).isNotEmpty().hasSizeLessThanOrEqualTo(2).allSatisfy(alert -> {
            assertThat(alert.getSource()).isEqualTo("camera 3");
            assertThat(alert.getValue()).isGreaterThan(alert.getThreshold());
        });
    }

    @Test
    void oldImagesRaiseNothing() {
        fixture.close();
        fixture = new RefitFixture("--refit.alerts.max-age=10s");
        activeSpace();
        fixture.pass(Duration.ofSeconds(60));

        fixture.publish(LATER, TestVectors.vector("odd", 9));

        assertThat(fixture.alerts()).isEmpty();
    }

    private static ImageVector seen(Random random, String id, float shift) {
        float[] features = new float[TestVectors.FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) (1 + random.nextGaussian() * 0.3);
        }
        features[2] += shift;
        return TestVectors.vector(id, "camera 3", "", TestVectors.ENCODER, features);
    }

    private Space activeSpace() {
        fixture.publish(Duration.ofSeconds(1), TestVectors.of("a", 190, 0, 1, 2, 3));
        fixture.closeBy(Duration.ofSeconds(15), TestVectors.vector("next", 0));
        Space space = fixture.spaces().get(0);
        fixture.spaces.updateAndGet(spaces -> spaces.with(Generation.ready(space.id(), 190, RefitFixture.START))
                .with(new Activation(space.id(), "test", "", RefitFixture.START)));
        return space;
    }
}
