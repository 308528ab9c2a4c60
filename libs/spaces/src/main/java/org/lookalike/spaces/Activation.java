package org.lookalike.spaces;

import java.time.Instant;
import java.util.Set;

/**
 * The decision that a space answers searches that name none.
 *
 * @param spaceId the space
 * @param by who or what decided it
 * @param reason one sentence for a person; may be empty
 * @param at when
 * @param ready the spaces that were ready when it was decided: it prefers its own to them
 */
public record Activation(String spaceId, String by, String reason, Instant at, Set<String> ready) {
    public Activation {
        ready = Set.copyOf(ready);
    }

    /** A decision of which is not known what was ready; {@link Spaces} adds what was, by the order of the topic. */
    public Activation(String spaceId, String by, String reason, Instant at) {
        this(spaceId, by, reason, at, Set.of());
    }
}
