package org.lookalike.bench.chaos;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run does.
 *
 * @param faults kills, pauses and cuts together
 * @param pictures how many are published
 * @param deletions how many are deleted
 * @param again how many are published again
 * @param seed of faults and pictures
 * @param searches per second
 * @param quiet at most so long after the last fault until nothing may be wrong
 * @param encoder an encoder's folder; null for one that costs next to nothing
 * @param lite Milvus Lite instead of the full server
 * @param sparesCollections no collection is dropped or emptied
 * @param logs where the logs of all parts are kept; null for nowhere
 */
record ChaosPlan(
        int faults,
        int pictures,
        int deletions,
        int again,
        long seed,
        double searches,
        Duration quiet,
        @Nullable Path encoder,
        boolean lite,
        boolean sparesCollections,
        @Nullable Path logs) {}
