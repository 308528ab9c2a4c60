package org.lookalike.bench.fuzz;

import java.util.List;
import java.util.function.Supplier;

/**
 * Something that parses bytes from outside.
 *
 * @param name on the command line
 * @param body makes what is fuzzed; made once for each process
 * @param seeds inputs to begin with, made by the project itself
 */
record FuzzTarget(String name, Supplier<FuzzBody> body, List<byte[]> seeds) {
    FuzzTarget {
        seeds = List.copyOf(seeds);
    }
}
