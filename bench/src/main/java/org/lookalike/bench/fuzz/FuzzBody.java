package org.lookalike.bench.fuzz;

/** What a fuzz target does with an input. Used by one thread. */
@FunctionalInterface
interface FuzzBody {
    /**
     * Parses an input as the system would.
     *
     * @throws Exception or any error if the system would not have refused the input in an orderly way: a finding
     */
    void run(byte[] input) throws Exception;
}
