package org.lookalike.refit.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lookalike.refit.sample.VectorStream;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

final class PreviousSpaceTest {
    private static final String ENCODER = "00112233445566aa";
    private static final VectorStream STREAM = new VectorStream("vectors", ENCODER, 3);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Space first = space(0.1f);
    private final Space second = space(0.2f);
    private final Space third = space(0.3f);

    @Test
    void aCandidateFollowsWhatIsBeingBuiltRatherThanWhatAnswers() {
        Spaces spaces = active(first).with(second);

        assertThat(PreviousSpace.of(STREAM, spaces)).contains(second);
        assertThat(PreviousSpace.of(STREAM, spaces.with(Generation.ready(second.id(), 7, NOW))))
                .contains(first);
    }

    @Test
    void aFailedGenerationIsNotFollowed() {
        Spaces spaces = active(first).with(second).with(failed(second));

        assertThat(PreviousSpace.of(STREAM, spaces)).contains(first);
        assertThat(PreviousSpace.of(STREAM, spaces.with(third))).contains(third);
    }

    @Test
    void aFailedGenerationThatBecomesReadyAndAnswersIsFollowed() {
        Spaces spaces = active(first)
                .with(second)
                .with(failed(second))
                .with(Generation.ready(second.id(), 7, NOW))
                .with(new Activation(second.id(), "test", "", NOW));

        assertThat(PreviousSpace.of(STREAM, spaces)).contains(second);
    }

    @Test
    void ofAnEncoderThatDoesNotAnswerOneThatMayIsFollowedBeforeAFailedOne() {
        Spaces spaces = Spaces.none()
                .with(Space.raw("ffeeddccbbaa9988", 3))
                .with(first)
                .with(Generation.ready(first.id(), 7, NOW))
                .with(second)
                .with(failed(second));

        assertThat(PreviousSpace.of(STREAM, spaces)).contains(first);
        assertThat(PreviousSpace.of(STREAM, spaces.with(Generation.dropped(first.id(), "", NOW))))
                .contains(second);
    }

    private static Spaces active(Space space) {
        return Spaces.none()
                .with(Space.raw(ENCODER, 3))
                .with(space)
                .with(Generation.ready(space.id(), 7, NOW))
                .with(new Activation(space.id(), "test", "", NOW));
    }

    private static Generation failed(Space space) {
        return new Generation(
                space.id(), State.FAILED, 7, 6, List.of("a"), List.of(), "1 picture is missing", NOW, "", false);
    }

    private static Space space(float tilt) {
        LinearProjection projection =
                LinearProjection.of(new float[] {1, 1, 1}, new float[] {1, tilt, 0, /**/ 0, 1, 0});
        return Space.fitted(ENCODER, "vectors", projection, List.of(), null);
    }
}
