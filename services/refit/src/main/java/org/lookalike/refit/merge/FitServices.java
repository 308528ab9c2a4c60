package org.lookalike.refit.merge;

import java.util.function.Supplier;
import org.lookalike.spaces.Spaces;

/**
 * What the merging tasks of an instance share. Thread-safe.
 *
 * @param spaces the known spaces; may throw TransientFailure before any are known
 * @param executor runs fits
 * @param records makes records of what came of a fit
 * @param metrics counts fits and windows
 */
public record FitServices(Supplier<Spaces> spaces, FitExecutor executor, FitRecords records, RefitMetrics metrics) {}
