package org.lookalike.admin.images;

import java.time.Instant;
import java.util.Optional;

/**
 * A trace of an image beside its newest event, its vectors and its rows.
 *
 * @param what it is, for a person
 * @param place where it lies: topic-partition@offset, a URI, or a space's id
 * @param until when it goes by itself at the latest; empty if it does not
 */
public record Remnant(String what, String place, Optional<Instant> until) {}
