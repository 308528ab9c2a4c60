package org.lookalike.bench.latent;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What to measure.
 *
 * @param home the bench's own folder, with the peers
 * @param threads how many threads everybody computes with
 * @param rounds how often everything is measured, at least 1
 * @param repeats how often each system fits in a round, of which the fastest counts, at least 1
 * @param quick whether the data is small
 * @param only what the names of the tasks to run contain; empty runs all
 * @param withPeers whether anybody else takes part
 * @param progress told in a few words what is being done
 */
record LatentPlan(
        Path home,
        int threads,
        int rounds,
        int repeats,
        boolean quick,
        String only,
        boolean withPeers,
        Consumer<String> progress) {}
