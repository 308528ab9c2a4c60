package org.lookalike.admin.spaces;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.spaces.SpaceSummary.Progress;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;

/**
 * Spaces with the progress of their groups. The rate of a group is what it does in a moment of watching it or, where
 * nothing moved in that moment, its mean since its space was defined.
 */
public final class SpaceListing {
    private final Function<Space, Optional<GenerationProgress>> groups;
    private final InstantSource clock;
    private final Duration watch;

    /**
     * @param groups how far a space's group is; empty where that is unknown
     * @param watch how long to watch groups that have something left
     */
    public SpaceListing(Function<Space, Optional<GenerationProgress>> groups, InstantSource clock, Duration watch) {
        this.groups = groups;
        this.clock = clock;
        this.watch = watch;
    }

    /** Summaries in the order given. */
    public List<SpaceSummary> of(SpaceHistory history, List<Space> spaces) {
        Map<Space, Sample> first = new LinkedHashMap<>();
        for (Space space : spaces) {
            if (history.spaces().generation(space.id()).state() != State.DROPPED) {
                sample(space).ifPresent(sample -> first.put(space, sample));
            }
        }
        boolean waits = first.values().stream().anyMatch(sample -> sample.group.remaining() > 0);
        if (waits) {
            pause();
        }
        return spaces.stream()
                .map(space -> SpaceSummary.of(history, space, progress(history, space, first.get(space))))
                .toList();
    }

    private record Sample(GenerationProgress group, Instant at) {}

    private Optional<Sample> sample(Space space) {
        return groups.apply(space).map(group -> new Sample(group, clock.instant()));
    }

    private Optional<Progress> progress(SpaceHistory history, Space space, @Nullable Sample first) {
        if (first == null) {
            return Optional.empty();
        }
        if (first.group.remaining() == 0) {
            return Optional.of(Progress.of(first.group, OptionalDouble.empty()));
        }
        return sample(space).map(now -> Progress.of(now.group, rate(history, space, first, now)));
    }

    private static OptionalDouble rate(SpaceHistory history, Space space, Sample first, Sample now) {
        long moved = now.group.done() - first.group.done();
        double seconds = seconds(first.at, now.at);
        if (moved > 0 && seconds > 0) {
            return OptionalDouble.of(moved / seconds);
        }
        double age = history.definedAt(space.id())
                .map(defined -> seconds(defined, now.at))
                .orElse(0.0);
        return age > 0 ? OptionalDouble.of(now.group.done() / age) : OptionalDouble.empty();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(watch.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted while watching the groups", e);
        }
    }
}
