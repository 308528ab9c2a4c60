package org.lookalike.cli.spaces;

import java.util.concurrent.Callable;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a space up for good. */
@Command(name = "drop", description = "Drop a space for good; the sink removes its collection.")
final class SpaceDropCommand implements Callable<Integer> {
    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Parameters(paramLabel = "ID", description = "The space's id.")
    private String spaceId = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, recorded with the decision.")
    private String reason = "";

    @Override
    public Integer call() {
        String by = "dropped by " + System.getProperty("user.name", "unknown");
        try (SpaceTopics topics = options.topics()) {
            boolean changed = SpaceOptions.decisions(topics).drop(spaceId, reason.isEmpty() ? by : by + ": " + reason);
            Console.line(
                    changed
                            ? "space %s is given up; the sink removes its collection".formatted(spaceId)
                            : "space %s was dropped already".formatted(spaceId));
            return 0;
        }
    }
}
