package org.lookalike.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SpacesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private final Space raw = TestTinySpaces.raw();
    private final Space first = TestTinySpaces.fitted(0);
    private final Space second = TestTinySpaces.fitted(1);

    @Test
    void theFirstRawSpaceAnswersUntilAnotherIsActivated() {
        assertThat(Spaces.none().active()).isEmpty();
        assertThat(Spaces.none().with(first).with(raw).active()).contains(raw);
    }

    @Test
    void anActivationWaitsUntilItsGenerationIsReady() {
        Spaces early = Spaces.none().with(raw).with(first).with(activate(first));

        assertThat(early.active()).contains(raw);
        assertThat(early.searchable(first.id())).isEmpty();
        assertThat(early.with(ready(first)).active()).contains(first);
        assertThat(early.with(ready(first)).activation()).contains(activate(first));
    }

    @Test
    void aRollbackIsOneMoreActivation() {
        Spaces spaces = Spaces.none()
                .with(raw)
                .with(first)
                .with(second)
                .with(ready(first))
                .with(ready(second))
                .with(activate(first))
                .with(activate(second));

        assertThat(spaces.active()).contains(second);
        assertThat(spaces.with(activate(first)).active()).contains(first);
    }

    @Test
    void whenTheActiveSpaceIsDroppedTheLastReadyOneBeforeItAnswers() {
        Spaces spaces = Spaces.none()
                .with(raw)
                .with(first)
                .with(second)
                .with(ready(first))
                .with(ready(second))
                .with(activate(first))
                .with(activate(second))
                .with(Generation.dropped(second.id(), "a mistake", NOON));

        assertThat(spaces.active()).contains(first);
        assertThat(spaces.alive()).containsExactly(raw, first);
        assertThat(spaces.with(ready(second)).searchable(second.id()))
                .as("dropped for good")
                .isEmpty();
    }

    @Test
    void readyOnesMayBeSearchedBesideTheActive() {
        Spaces spaces = Spaces.none().with(raw).with(first).with(second).with(ready(second));

        assertThat(spaces.searchable(raw.id())).contains(raw);
        assertThat(spaces.searchable(first.id())).isEmpty();
        assertThat(spaces.searchable(second.id())).contains(second);
        assertThat(spaces.searchable("nothing")).isEmpty();
    }

    private static Generation ready(Space space) {
        return Generation.ready(space.id(), 3, NOON);
    }

    private static Activation activate(Space space) {
        return new Activation(space.id(), "test", "", NOON);
    }
}
