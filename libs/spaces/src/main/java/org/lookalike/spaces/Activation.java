package org.lookalike.spaces;

import java.time.Instant;

/**
 * The decision that a space answers searches that name none.
 *
 * @param spaceId the space
 * @param by who or what decided it
 * @param reason one sentence for a person; may be empty
 * @param at when
 */
public record Activation(String spaceId, String by, String reason, Instant at) {}
