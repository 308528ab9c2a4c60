package org.lookalike.cli.spaces;

import java.util.concurrent.Callable;
import org.lookalike.cli.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives a space up for good. */
@Command(name = "drop", description = "Drop a space for good; the sink removes its collection.")
final class SpaceDropCommand implements Callable<Integer> {
    @Mixin
    private DecisionOptions options = new DecisionOptions();

    @Override
    public Integer call() {
        boolean changed = options.decide((decisions, id) -> decisions.drop(id, options.reason("dropped")));
        Console.line(
                changed
                        ? "space %s is given up; the sink removes its collection".formatted(options.spaceId())
                        : "space %s was dropped already".formatted(options.spaceId()));
        return 0;
    }
}
