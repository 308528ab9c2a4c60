package org.lookalike.bench.chaos;

import java.time.Duration;
import org.lookalike.bench.chaos.system.CutMode;

/**
 * One fault of a run.
 *
 * @param kind what is done
 * @param component to which part, by its name
 * @param mode for {@link FaultKind#CUT}, what happens to its connections
 * @param link for {@link FaultKind#CUT}, a number that chooses which of its links is cut; -1 for all of them
 * @param length from the fault's beginning to its end, at which a killed part is started again
 */
record PlannedFault(FaultKind kind, String component, CutMode mode, int link, Duration length) {
    @Override
    public String toString() {
        return switch (kind) {
            case KILL -> "kill %s, start it %.1f s later".formatted(component, seconds());
            case PAUSE -> "pause %s for %.1f s".formatted(component, seconds());
            case CUT ->
                "cut off %s (%s, %s) for %.1f s"
                        .formatted(component, mode, link < 0 ? "all links" : "one link", seconds());
            case DROP_COLLECTION -> "drop the active collection";
            case EMPTY_COLLECTION -> "empty the active collection";
        };
    }

    private double seconds() {
        return length.toMillis() / 1e3;
    }
}
