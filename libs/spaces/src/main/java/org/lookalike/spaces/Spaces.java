package org.lookalike.spaces;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
 *   <li>Where that is none because collections were lost, the newest ready space of the encoder that was active answers in
 *       its place; where there is none, no space does.
 *   <li>As long as there was no activation, the raw space that was defined first is active: while its first collection is being
 *       filled, so that the first images can be searched for, and once it is ready. One that was ready and is built again
 *       is not.
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
    /** The space that would be active if no collection had been lost. */
    private final @Nullable Space preferred;

    private final @Nullable Space active;

    private Spaces(Map<String, Space> byId, Map<String, Generation> generations, List<Activation> activations) {
        this.byId = byId;
        this.generations = generations;
        this.activations = activations;
        this.effective = last(activation -> state(activation.spaceId()) == State.READY);
        Activation wanted = last(activation -> wasReady(activation.spaceId()));
        this.preferred = wanted != null ? byId.get(wanted.spaceId()) : firstRaw();
        this.active = chooseActive();
    }

    private @Nullable Space chooseActive() {
        if (preferred == null || isSearchable(preferred)) {
            return preferred;
        }
        String encoder = preferred.encoderId();
        Space activated = effective == null ? null : byId.get(effective.spaceId());
        if (activated != null && activated.encoderId().equals(encoder)) {
            return activated;
        }
        return byId.values().stream()
                .filter(space -> space.encoderId().equals(encoder) && state(space.id()) == State.READY)
                .reduce((older, newer) -> newer)
                .orElse(activated);
    }

    private @Nullable Activation last(Predicate<Activation> condition) {
        return activations.stream()
                .filter(activation -> byId.containsKey(activation.spaceId()) && condition.test(activation))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** Before the first record. */
    public static Spaces none() {
        return NONE;
    }

    /**
     * After a definition. The id covers all of it but the clusters' figures and examples: these are replaced, so that a
     * deleted image can be taken from the examples.
     */
    public Spaces with(Space space) {
        Space known = byId.get(space.id());
        if (known != null && known.clusters().equals(space.clusters())) {
            return this;
        }
        Map<String, Space> more = new LinkedHashMap<>(byId);
        more.put(space.id(), space.inIncarnation(generation(space.id()).incarnation()));
        return new Spaces(more, generations, activations);
    }

    /** After a generation has changed. */
    public Spaces with(Generation generation) {
        String id = generation.spaceId();
        if (state(id) == State.DROPPED) {
            return this;
        }
        Map<String, Generation> more = new LinkedHashMap<>(generations);
        more.put(id, generation);
        Map<String, Space> spaces = new LinkedHashMap<>(byId);
        // One that is dropped is known by its last collection, which is still to be removed.
        if (generation.state() != State.DROPPED) {
            spaces.computeIfPresent(id, (same, space) -> space.inIncarnation(generation.incarnation()));
        }
        return new Spaces(spaces, more, activations);
    }

    /** After an activation. */
    public Spaces with(Activation activation) {
        Set<String> ready = new HashSet<>(activation.ready());
        ready.addAll(ready());
        List<Activation> more = new ArrayList<>(activations);
        more.add(new Activation(activation.spaceId(), activation.by(), activation.reason(), activation.at(), ready));
        return new Spaces(
                byId, generations, List.copyOf(more.subList(Math.max(0, more.size() - MAX_ACTIVATIONS), more.size())));
    }

    /** The space that answers searches that name none; empty before the first was defined, or where all are being rebuilt. */
    public Optional<Space> active() {
        return Optional.ofNullable(active);
    }

    /**
     * The space that would be active if its collection had not been lost; the active one in general. Empty before the first was
     * defined.
     */
    public Optional<Space> preferred() {
        return Optional.ofNullable(preferred);
    }

    /** The activation that is in force; empty while the first raw space answers for lack of one. */
    public Optional<Activation> activation() {
        return Optional.ofNullable(effective);
    }

    /** Every space that was not dropped, in the order of their definitions. */
    public List<Space> alive() {
        return byId.values().stream()
                .filter(space -> state(space.id()) != State.DROPPED)
                .toList();
    }

    /** Every space that was ever defined, in the order of their definitions. */
    public List<Space> all() {
        return List.copyOf(byId.values());
    }

    public Optional<Space> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** A space that may be searched: its generation is ready, or it is the first one and is being filled for the first time. */
    public Optional<Space> searchable(String id) {
        return find(id).filter(this::isSearchable);
    }

    /** Whether the space's collection is being filled for the first time and searched already: answers may lack images. */
    public boolean isFilling(Space space) {
        return isSearchable(space) && state(space.id()) == State.BUILDING;
    }

    /** The ids of the spaces whose generations are ready. */
    public Set<String> ready() {
        return byId.keySet().stream().filter(id -> state(id) == State.READY).collect(Collectors.toSet());
    }

    /** Without the spaces whose collections were found not to be whole, before the topic says so. */
    public Spaces without(Set<String> lost) {
        Map<String, Generation> more = new LinkedHashMap<>(generations);
        for (String id : lost) {
            Generation known = generation(id);
            more.put(id, Generation.building(id, known.incarnation(), true, "its collection is not whole", known.at()));
        }
        return new Spaces(byId, more, activations);
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

    private boolean isSearchable(Space space) {
        Generation generation = generation(space.id());
        boolean fillsFirst = generation.state() == State.BUILDING
                && !generation.rebuild()
                && effective == null
                && preferred != null
                && space.equals(preferred);
        return fillsFirst || generation.state() == State.READY;
    }

    private boolean wasReady(String spaceId) {
        return generation(spaceId).wasReady();
    }

    private State state(String spaceId) {
        return generation(spaceId).state();
    }

    private @Nullable Space firstRaw() {
        return byId.values().stream()
                .filter(space -> space.isRaw() && state(space.id()) != State.DROPPED)
                .findFirst()
                .orElse(null);
    }
}
