package org.lookalike.admin.spaces;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.lookalike.spaces.Spaces;

/**
 * The topic {@code spaces} up to some moment.
 *
 * @param spaces what it comes to
 * @param definedAt when each space was defined first, by space id
 */
public record SpaceHistory(Spaces spaces, Map<String, Instant> definedAt) {
    public SpaceHistory {
        definedAt = Map.copyOf(definedAt);
    }

    Optional<Instant> definedAt(String spaceId) {
        return Optional.ofNullable(definedAt.get(spaceId));
    }
}
