package org.lookalike.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which bytes a tombstone erases follows from the order of the log alone. */
final class DeletionOrderTest {
    private static final String SHA = "0".repeat(64);

    @Test
    void aTombstoneErasesTheBytesOfEveryEventBeforeItWhateverTheClocksSay() {
        // The second event was stamped two minutes before the first.
        ImageState state = ImageState.NONE
                .arrived(10, SHA, 200_000, "first")
                .arrived(11, SHA, 80_000, "second")
                .refusedUpload("refused")
                .deleted(12, 0);

        assertThat(state.doomed()).containsExactly("first", "second", "refused");
        assertThat(state.refusedUris()).isEmpty();
        assertThat(ImageStateSerde.read(ImageStateSerde.write(state))).isEqualTo(state);
    }

    @Test
    void aTombstoneSparesTheEventAfterItWhateverTheClocksSay() {
        // From a slow clock.
        ImageState state = ImageState.NONE
                .arrived(10, SHA, 200_000, "before")
                .deleted(11, 0)
                .arrived(12, SHA, 1, "after")
                .refusedUpload("refused");

        assertThat(state.doomed()).containsExactly("before");
        assertThat(state.arrived()).isNotNull();
        assertThat(state.arrived().uri()).isEqualTo("after");
        // Delivered once more after a crash.
        assertThat(state.deleted(11, 0)).isEqualTo(state);
        assertThat(ImageStateSerde.read(ImageStateSerde.write(state))).isEqualTo(state);
    }
}
