package org.lookalike.admin.spaces;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

class SpaceDecisionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Space RAW = TestSpaceHistory.raw();
    private static final Space FITTED = TestSpaceHistory.fitted(0);
    private static final Spaces BOTH = Spaces.none().with(RAW).with(FITTED);

    @Test
    void aSpaceWhoseGenerationIsReadyMayBeActivated() {
        Spaces spaces = BOTH.with(Generation.ready(FITTED.id(), 5, NOW));

        assertThatCode(() -> SpaceDecisions.requireReady(spaces, FITTED.id())).doesNotThrowAnyException();
    }

    @Test
    void anUnknownSpaceIsNeitherActivatedNorDropped() {
        assertThatThrownBy(() -> SpaceDecisions.requireReady(BOTH, "nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no space nobody");
        assertThatThrownBy(() -> SpaceDecisions.requireDispensable(BOTH, "nobody"))
                .hasMessageContaining("no space nobody");
    }

    @Test
    void aSpaceThatIsBeingBuiltIsNotActivated() {
        assertThatThrownBy(() -> SpaceDecisions.requireReady(BOTH, FITTED.id()))
                .hasMessageContaining(FITTED.id())
                .hasMessageContaining("still being built");
    }

    @Test
    void aSpaceThatWasFoundWrongIsNotActivatedAndSaysHow() {
        Spaces spaces = BOTH.with(TestSpaceHistory.failed(FITTED));

        assertThatThrownBy(() -> SpaceDecisions.requireReady(spaces, FITTED.id()))
                .hasMessageContaining("9 of 10 pictures (a picture is missing)");
    }

    @Test
    void aDroppedSpaceIsNotActivated() {
        Spaces spaces = BOTH.with(Generation.dropped(FITTED.id(), "", NOW));

        assertThatThrownBy(() -> SpaceDecisions.requireReady(spaces, FITTED.id()))
                .hasMessageContaining("was dropped at " + NOW);
    }

    @Test
    void theActiveSpaceIsNotDropped() {
        Spaces spaces =
                BOTH.with(Generation.ready(FITTED.id(), 5, NOW)).with(new Activation(FITTED.id(), "me", "", NOW));

        assertThatThrownBy(() -> SpaceDecisions.requireDispensable(spaces, FITTED.id()))
                .hasMessageContaining("is the active one");
        assertThatCode(() -> SpaceDecisions.requireDispensable(spaces, RAW.id()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SpaceDecisions.requireDispensable(BOTH, RAW.id()))
                .as("answers for want of another")
                .hasMessageContaining("is the active one");
    }
}
