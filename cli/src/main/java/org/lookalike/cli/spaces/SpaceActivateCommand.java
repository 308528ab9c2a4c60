package org.lookalike.cli.spaces;

import java.util.concurrent.Callable;
import org.lookalike.cli.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a space answer the searches that name none: forward to a new one, or back to an older one. */
@Command(name = "activate", description = "Make a space the active one; activate an older one to roll back.")
final class SpaceActivateCommand implements Callable<Integer> {
    @Mixin
    private DecisionOptions options = new DecisionOptions();

    @Override
    public Integer call() {
        boolean changed =
                options.decide((decisions, id) -> decisions.activate(id, DecisionOptions.user(), options.reason()));
        Console.line(
                changed
                        ? "space %s answers searches now".formatted(options.spaceId())
                        : "space %s answers searches already".formatted(options.spaceId()));
        return 0;
    }
}
