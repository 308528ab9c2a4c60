package org.lookalike.bench.fuzz;

import org.jspecify.annotations.Nullable;

/** Where Jazzer comes in, by the names that it looks for. The first argument names the target. */
public final class FuzzEntry {
    private static @Nullable FuzzBody body;

    private FuzzEntry() {}

    /** Makes what is fuzzed. */
    public static void fuzzerInitialize(String[] arguments) {
        body = FuzzTargets.named(arguments[0]).body().get();
    }

    /** Runs one input; whatever is thrown is a finding. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (body == null) {
            throw new IllegalStateException("fuzzerInitialize was not called");
        }
        body.run(input);
    }
}
