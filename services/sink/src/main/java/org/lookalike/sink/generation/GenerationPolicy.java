package org.lookalike.sink.generation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lookalike.spaces.Activation;
import org.lookalike.spaces.Generation;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.Spaces;

/** Decides which space to activate and which ones to drop, by the state of the topic {@code spaces} alone. */
final class GenerationPolicy {
    private final GenerationControllerConfig config;

    GenerationPolicy(GenerationControllerConfig config) {
        this.config = config;
    }

    /**
     * The newest space of the active space's encoder that was not ready when the last activation was decided, so that a
     * rollback is not undone. Empty where activation is left to people.
     */
    Optional<Space> spaceToActivate(Spaces spaces) {
        if (!config.autoActivate()) {
            return Optional.empty();
        }
        Optional<Space> active = spaces.active();
        Set<String> decided = last(spaces.activations()).map(Activation::ready).orElse(Set.of());
        List<Space> all = spaces.all();
        return spaces.alive().stream()
                .filter(space -> !space.isRaw())
                // A change of the encoder is a person's decision: query services must have it open.
                .filter(space -> active.map(Space::encoderId)
                        .filter(space.encoderId()::equals)
                        .isPresent())
                .filter(space -> all.indexOf(space) > active.map(all::indexOf).orElse(-1))
                .filter(space -> spaces.generation(space.id()).state() == State.READY)
                .filter(space -> !decided.contains(space.id()))
                .reduce((earlier, later) -> later);
    }

    /** The spaces that another one has superseded for longer than the grace. */
    List<Space> spacesToDrop(Spaces spaces, Instant now) {
        return spaces.activation()
                .filter(activation -> !now.isBefore(activation.at().plus(config.grace())))
                .map(activation -> spaces.alive().stream()
                        .filter(space -> isSuperseded(spaces, space, activation))
                        .toList())
                .orElse(List.of());
    }

    private boolean isSuperseded(Spaces spaces, Space space, Activation activation) {
        if (space.id().equals(activation.spaceId())
                || (space.isRaw() && config.keepRaw())
                || awaitsFirstActivation(spaces, space)) {
            return false;
        }
        Generation generation = spaces.generation(space.id());
        if (generation.state() == State.READY) {
            return activation.ready().contains(space.id());
        }
        List<Space> all = spaces.all();
        return all.indexOf(space) < spaces.active().map(all::indexOf).orElse(-1);
    }

    /**
     * Whether the space is of a newer encoder than the active one, none of whose spaces was ever activated: that is a
     * person's decision, which may take longer than the grace.
     */
    private static boolean awaitsFirstActivation(Spaces spaces, Space space) {
        List<String> encoders =
                spaces.all().stream().map(Space::encoderId).distinct().toList();
        int activeEncoder =
                spaces.active().map(Space::encoderId).map(encoders::indexOf).orElse(-1);
        Set<String> activated =
                spaces.activations().stream().map(Activation::spaceId).collect(Collectors.toSet());
        return encoders.indexOf(space.encoderId()) > activeEncoder
                && spaces.all().stream()
                        .filter(other -> other.encoderId().equals(space.encoderId()))
                        .noneMatch(other -> activated.contains(other.id()));
    }

    private static Optional<Activation> last(List<Activation> activations) {
        return activations.isEmpty() ? Optional.empty() : Optional.of(activations.get(activations.size() - 1));
    }
}
