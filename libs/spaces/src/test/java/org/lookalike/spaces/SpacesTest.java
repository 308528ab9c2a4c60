package org.lookalike.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
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
        assertThat(early.with(ready(first)).activation().map(Activation::spaceId))
                .contains(first.id());
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

    @Test
    void aLostCollectionIsNotSearchedAndTheNewestReadySpaceOfTheEncoderStandsIn() {
        Spaces whole = Spaces.none()
                .with(raw)
                .with(first)
                .with(ready(raw))
                .with(ready(first))
                .with(activate(first));

        Spaces lost = whole.with(rebuilt(first));

        assertThat(lost.searchable(first.id())).isEmpty();
        assertThat(lost.active()).contains(raw);
        assertThat(lost.preferred()).contains(first);
        assertThat(lost.find(first.id()).orElseThrow().collection()).isEqualTo(first.collection() + "_0b");
        assertThat(lost.with(ready(first)).active()).contains(first);
        assertThat(whole.without(Set.of(first.id())).active()).contains(raw);
    }

    @Test
    void whereEveryCollectionIsLostNoneAnswers() {
        Spaces lost = Spaces.none().with(raw).with(ready(raw)).with(rebuilt(raw));

        assertThat(lost.active()).isEmpty();
        assertThat(lost.searchable(raw.id())).isEmpty();
        assertThat(lost.preferred()).contains(raw);
    }

    @Test
    void theFirstCollectionIsSearchedWhileItIsFilledForTheFirstTimeOnly() {
        Spaces filling = Spaces.none().with(raw).with(Generation.building(raw.id(), "0a", false, "", NOON));

        assertThat(filling.active()).contains(raw);
        assertThat(filling.isFilling(raw)).isTrue();
        assertThat(filling.with(ready(raw)).isFilling(raw)).isFalse();
    }

    @Test
    void anActivationKnowsWhatWasReadyByTheOrderOfTheTopic() {
        Spaces spaces = Spaces.none()
                .with(raw)
                .with(first)
                .with(second)
                .with(ready(first))
                .with(activate(raw))
                .with(ready(second));

        assertThat(spaces.activations().get(0).ready()).containsExactly(first.id());
    }

    private static Generation rebuilt(Space space) {
        return Generation.building(space.id(), "0b", true, "lost", NOON);
    }

    private static Generation ready(Space space) {
        return Generation.ready(space.id(), 3, NOON);
    }

    private static Activation activate(Space space) {
        return new Activation(space.id(), "test", "", NOON);
    }
}
