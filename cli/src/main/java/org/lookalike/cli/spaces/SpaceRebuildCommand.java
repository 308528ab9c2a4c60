package org.lookalike.cli.spaces;

import java.util.concurrent.Callable;
import org.lookalike.cli.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Builds a space's collection again. */
@Command(
        name = "rebuild",
        description =
                "Build a space's collection again from its topic of vectors; it is not searched until it is READY.")
final class SpaceRebuildCommand implements Callable<Integer> {
    @Mixin
    private DecisionOptions options = new DecisionOptions();

    @Override
    public Integer call() {
        options.decide((decisions, id) -> {
            decisions.rebuild(id, options.reason("rebuilt"));
            return true;
        });
        Console.line("space %s is built again; `lookalike spaces` shows how far it is".formatted(options.spaceId()));
        return 0;
    }
}
