package org.lookalike.admin.spaces;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceKind;
import org.lookalike.spaces.Spaces;

/**
 * One space as lists show it, for a person and for a script. Instants are ISO-8601, UTC.
 *
 * @param id the space
 * @param encoder whose features it is made of
 * @param encoderDimensions how many features those are
 * @param vectorsTopic the topic that holds them
 * @param fitted whether a refit made it; else it is the encoder's features at length 1
 * @param dimensions coordinates of a vector
 * @param clusters how many it has
 * @param state BUILDING, READY, FAILED or DROPPED
 * @param active whether it answers searches that name no space
 * @param expected images on the topic when its generation was counted; null before
 * @param counted images in its collection then; null before
 * @param missing ids on the topic and not in the collection, the first few
 * @param extra ids in the collection and not on the topic, the first few
 * @param reason why the generation is in its state; may be empty
 * @param definedAt when the space was defined; null where that is unknown
 * @param stateSince since when its generation is in its state; null where that is unknown
 * @param activatedAt when it was last activated; null if never, or too long ago to be remembered
 * @param progress how far its group is; null where its collection or its topic is gone
 * @param kind what its coordinates are: RAW, PRINCIPAL, NEIGHBOURS or LABELS
 */
public record SpaceSummary(
        String id,
        String encoder,
        int encoderDimensions,
        String vectorsTopic,
        boolean fitted,
        int dimensions,
        int clusters,
        String state,
        boolean active,
        @Nullable Long expected,
        @Nullable Long counted,
        List<String> missing,
        List<String> extra,
        String reason,
        @Nullable String definedAt,
        @Nullable String stateSince,
        @Nullable String activatedAt,
        @Nullable Progress progress,
        SpaceKind kind) {

    /**
     * How far a group is with its topic, in offsets.
     *
     * @param done offsets that it has dealt with
     * @param left offsets that it has not
     * @param perSecond how many it deals with in a second; null where that is unknown
     * @param secondsLeft how long the rest takes at that rate; null where that is unknown
     */
    public record Progress(
            long done,
            long left,
            @Nullable Double perSecond,
            @Nullable Long secondsLeft) {
        static Progress of(GenerationProgress group, OptionalDouble perSecond) {
            boolean known = perSecond.isPresent() && perSecond.getAsDouble() > 0;
            return new Progress(
                    group.done(),
                    group.remaining(),
                    perSecond.isPresent() ? (Double) perSecond.getAsDouble() : null,
                    known ? (Long) (long) Math.ceil(group.remaining() / perSecond.getAsDouble()) : null);
        }

        /** Share of the offsets that are dealt with, 0 to 1. */
        public double share() {
            long all = done + left;
            return all == 0 ? 1 : (double) done / all;
        }
    }

    static SpaceSummary of(SpaceHistory history, Space space, Optional<Progress> progress) {
        Spaces spaces = history.spaces();
        Generation generation = spaces.generation(space.id());
        boolean isDropped = generation.state() == State.DROPPED;
        Instant definedAt = history.definedAt(space.id()).orElse(null);
        // Until somebody says something of a generation, it is being built since its space was defined.
        Instant since = generation.at().equals(Instant.EPOCH) ? definedAt : generation.at();
        return new SpaceSummary(
                space.id(),
                space.encoderId(),
                space.encoderDimensions(),
                space.vectorsTopic(),
                !space.isRaw(),
                space.dimensions(),
                space.clusters().size(),
                generation.state().name(),
                spaces.active().filter(space::equals).isPresent(),
                counted(generation.expected()),
                counted(generation.counted()),
                generation.missing(),
                generation.extra(),
                generation.reason(),
                text(definedAt),
                text(since),
                text(spaces.activations().stream()
                        .filter(activation -> activation.spaceId().equals(space.id()))
                        .reduce((earlier, later) -> later)
                        .map(Activation::at)
                        .orElse(null)),
                isDropped ? null : progress.orElse(null),
                space.kind());
    }

    private static @Nullable Long counted(long images) {
        return images == Generation.UNCOUNTED ? null : (Long) images;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
