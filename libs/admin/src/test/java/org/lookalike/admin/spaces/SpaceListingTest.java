package org.lookalike.admin.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

class SpaceListingTest {
    private static final Space RAW = TestSpaceHistory.raw();
    private static final Space FITTED = TestSpaceHistory.fitted(0);
    private static final Instant NOW = TestSpaceHistory.DEFINED.plusSeconds(100);

    private final Deque<GenerationProgress> group = new ArrayDeque<>();
    private final Deque<Instant> times = new ArrayDeque<>();

    @Test
    void aGroupsRateIsWhatItDoesWhileItIsWatched() {
        group.add(new GenerationProgress(100, 1_000));
        group.add(new GenerationProgress(150, 1_000));
        times.add(NOW);
        times.add(NOW.plusSeconds(2));

        SpaceSummary.Progress progress = one(Spaces.none().with(FITTED)).progress();

        assertThat(progress).isEqualTo(new SpaceSummary.Progress(150, 850, 25.0, 34L));
        assertThat(progress.share()).isEqualTo(0.15);
    }

    @Test
    void aGroupThatDoesNotMoveHasItsMeanSinceTheDefinition() {
        group.add(new GenerationProgress(200, 1_000));
        group.add(new GenerationProgress(200, 1_000));
        times.add(NOW);
        times.add(NOW);

        assertThat(one(Spaces.none().with(FITTED)).progress())
                .isEqualTo(new SpaceSummary.Progress(200, 800, 2.0, 400L));
    }

    @Test
    void aGroupThatHasDoneNothingHasNoTimeLeft() {
        group.add(new GenerationProgress(0, 1_000));
        group.add(new GenerationProgress(0, 1_000));
        times.add(NOW);
        times.add(NOW);

        assertThat(one(Spaces.none().with(FITTED)).progress())
                .isEqualTo(new SpaceSummary.Progress(0, 1_000, 0.0, null));
    }

    @Test
    void aGroupThatIsUpToDateIsAskedOnce() {
        group.add(new GenerationProgress(10, 10));
        times.add(NOW);

        assertThat(one(Spaces.none().with(FITTED)).progress()).isEqualTo(new SpaceSummary.Progress(10, 0, null, null));
    }

    @Test
    void aDroppedSpaceHasNoProgress() {
        Spaces spaces = Spaces.none().with(FITTED).with(Generation.dropped(FITTED.id(), "old", NOW));

        SpaceSummary summary = one(spaces);

        assertThat(summary.progress()).isNull();
        assertThat(summary.state()).isEqualTo("DROPPED");
        assertThat(summary.reason()).isEqualTo("old");
    }

    @Test
    void aTopicThatIsGoneLeavesTheProgressOut() {
        assertThat(one(Spaces.none().with(FITTED)).progress()).isNull();
    }

    @Test
    void aSummaryTellsWhichSpaceAnswersAndHowItsGenerationWasCounted() {
        Spaces spaces = Spaces.none()
                .with(RAW)
                .with(FITTED)
                .with(Generation.ready(FITTED.id(), 12, NOW))
                .with(new Activation(FITTED.id(), "me", "", NOW.plusSeconds(1)));

        List<SpaceSummary> summaries = listing().of(TestSpaceHistory.history(spaces), List.of(RAW, FITTED));

        assertThat(summaries).extracting(SpaceSummary::active).containsExactly(false, true);
        assertThat(summaries).extracting(SpaceSummary::fitted).containsExactly(false, true);
        assertThat(summaries).extracting(SpaceSummary::state).containsExactly("BUILDING", "READY");
        assertThat(summaries).extracting(SpaceSummary::counted).containsExactly(null, 12L);
        assertThat(summaries)
                .extracting(SpaceSummary::stateSince)
                .containsExactly(TestSpaceHistory.DEFINED.toString(), NOW.toString());
        assertThat(summaries)
                .extracting(SpaceSummary::activatedAt)
                .containsExactly(null, NOW.plusSeconds(1).toString());
    }

    @Test
    void aFailedGenerationNamesWhatIsMissing() {
        SpaceSummary summary = one(Spaces.none().with(FITTED).with(TestSpaceHistory.failed(FITTED)));

        assertThat(summary.missing()).containsExactly("lost");
        assertThat(summary.expected()).isEqualTo(10);
        assertThat(summary.counted()).isEqualTo(9);
    }

    private SpaceSummary one(Spaces spaces) {
        return listing().of(TestSpaceHistory.history(spaces), List.of(FITTED)).get(0);
    }

    private SpaceListing listing() {
        InstantSource clock = () -> times.isEmpty() ? NOW : times.remove();
        return new SpaceListing(space -> Optional.ofNullable(group.poll()), clock, Duration.ofMillis(1));
    }
}
