package org.lookalike.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.lookalike.bench.chaos.system.CutMode;

/** The faults of a run, in their order: the same for the same seed. */
final class FaultPlan {
    private static final List<FaultKind> KINDS = List.of(FaultKind.KILL, FaultKind.PAUSE, FaultKind.CUT);
    private static final Set<String> SERVERS = Set.of("broker", "registry", "milvus");
    private static final CutMode[] MODES = CutMode.values();
    private static final int MAX_LINKS = 3;
    private static final int MAX_RESTART_MS = 1_500;
    private static final int MIN_HOLD_MS = 2_000;
    /** Longer than a session, so that a paused service wakes up as a zombie. */
    private static final int MAX_HOLD_MS = 10_000;
    /** So many faults, of 5, follow the last one's recovery; the others come while it still recovers. */
    static final int AFTER_RECOVERY_OF_FIVE = 4;

    private FaultPlan() {}

    /**
     * Draws the faults: each kind for each part about equally often, in random order, and the two of the collection where
     * a third and two thirds of the others have passed.
     *
     * @param count how many kills, pauses and cuts
     * @param components the names of all parts
     * @param collections whether a collection is dropped and one emptied
     */
    static List<PlannedFault> draw(int count, List<String> components, long seed, boolean collections) {
        Random random = new Random(seed);
        List<PlannedFault> faults = new ArrayList<>();
        while (faults.size() < count) {
            List<PlannedFault> round = new ArrayList<>();
            for (String component : components) {
                KINDS.forEach(kind -> round.add(fault(kind, component, random)));
            }
            Collections.shuffle(round, random);
            faults.addAll(round.subList(0, Math.min(round.size(), count - faults.size())));
        }
        if (!collections) {
            return List.copyOf(faults);
        }
        faults.add(faults.size() * 2 / 3, ofCollection(FaultKind.EMPTY_COLLECTION));
        faults.add(count / 3, ofCollection(FaultKind.DROP_COLLECTION));
        return List.copyOf(faults);
    }

    private static PlannedFault fault(FaultKind kind, String component, Random random) {
        CutMode mode = MODES[random.nextInt(MODES.length)];
        int link = SERVERS.contains(component) ? -1 : random.nextInt(MAX_LINKS);
        int length = kind == FaultKind.KILL
                ? random.nextInt(MAX_RESTART_MS)
                : MIN_HOLD_MS + random.nextInt(MAX_HOLD_MS - MIN_HOLD_MS);
        return new PlannedFault(kind, component, mode, link, Duration.ofMillis(length));
    }

    private static PlannedFault ofCollection(FaultKind kind) {
        return new PlannedFault(kind, "collection", CutMode.STALL, -1, Duration.ZERO);
    }
}
