package org.lookalike.spaces;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lookalike.spaces.Generation.State;

/**
 * The state of the topic {@code spaces} up to some record: which spaces there are, the states of their generations, and
 * which space is active. Immutable and thread-safe; a unit of work takes one of these and keeps to it until it is done.
 *
 * <p>All readers of the same records come to the same result, also after compaction has removed older ones:
 *
 * <ul>
 *   <li>Active is the space of the last activation whose generation is ready. An activation that comes before its
 *       generation is ready waits for it.
 *   <li>As long as there was none, the raw space that was defined first is active, ready or not: the first images can
 *       be searched for while they are being indexed.
 * </ul>
 */
public final class Spaces {
    /** The number of activations that are kept: a rollback goes back to an earlier one. */
    private static final int MAX_ACTIVATIONS = 32;

    private static final Spaces NONE = new Spaces(Map.of(), Map.of(), List.of());

    private final Map<String, Space> byId;
    private final Map<String, Generation> generations;
    private final List<Activation> activations;
    private final @Nullable Activation effective;
    private final @Nullable Space active;

    private Spaces(Map<String, Space> byId, Map<String, Generation> generations, List<Activation> activations) {
        this.byId = byId;
        this.generations = generations;
        this.activations = activations;
        this.effective = activations.stream()
                .filter(activation -> byId.containsKey(activation.spaceId())
                        && state(generations, activation.spaceId()) == State.READY)
                .reduce((earlier, later) -> later)
                .orElse(null);
        this.active = effective != null ? byId.get(effective.spaceId()) : firstRaw(byId, generations);
    }

    /** Before the first record. */
    public static Spaces none() {
        return NONE;
    }

    /** After a definition; one that is known already changes nothing. */
    public Spaces with(Space space) {
        if (byId.containsKey(space.id())) {
            return this;
        }
        Map<String, Space> more = new LinkedHashMap<>(byId);
        more.put(space.id(), space);
        return new Spaces(more, generations, activations);
    }

    /** After a generation has changed. */
    public Spaces with(Generation generation) {
        if (state(generations, generation.spaceId()) == State.DROPPED) {
            return this;
        }
        Map<String, Generation> more = new LinkedHashMap<>(generations);
        more.put(generation.spaceId(), generation);
        return new Spaces(byId, more, activations);
    }

    /** After an activation. */
    public Spaces with(Activation activation) {
        List<Activation> more = new ArrayList<>(activations);
        more.add(activation);
        return new Spaces(
                byId, generations, List.copyOf(more.subList(Math.max(0, more.size() - MAX_ACTIVATIONS), more.size())));
    }

    /** The space that answers searches that name none; empty before the first was defined. */
    public Optional<Space> active() {
        return Optional.ofNullable(active);
    }

    /** The activation that is in force; empty while the first raw space answers for lack of one. */
    public Optional<Activation> activation() {
        return Optional.ofNullable(effective);
    }

    /** Every space that was not dropped, in the order of their definitions. */
    public List<Space> alive() {
        return byId.values().stream()
                .filter(space -> state(generations, space.id()) != State.DROPPED)
                .toList();
    }

    /** Every space that was ever defined, in the order of their definitions. */
    public List<Space> all() {
        return List.copyOf(byId.values());
    }

    public Optional<Space> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** A space that may be searched: its generation is ready, or it is the active one. */
    public Optional<Space> searchable(String id) {
        boolean answers = active != null && active.id().equals(id);
        return find(id).filter(space -> answers || state(generations, id) == State.READY);
    }

    /** The state of the space's generation; being built if there was no record of it. */
    public Generation generation(String spaceId) {
        Generation known = generations.get(spaceId);
        return known == null ? Generation.building(spaceId, Instant.EPOCH) : known;
    }

    /** Past activations, oldest first; compaction may have removed older ones. */
    public List<Activation> activations() {
        return activations;
    }

    private static State state(Map<String, Generation> generations, String spaceId) {
        Generation generation = generations.get(spaceId);
        return generation == null ? State.BUILDING : generation.state();
    }

    private static @Nullable Space firstRaw(Map<String, Space> byId, Map<String, Generation> generations) {
        return byId.values().stream()
                .filter(space -> space.isRaw() && state(generations, space.id()) != State.DROPPED)
                .findFirst()
                .orElse(null);
    }
}
