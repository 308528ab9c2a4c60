package org.lookalike.cli.spaces;

import java.util.concurrent.Callable;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a space answer the searches that name none: forward to a new one, or back to an older one. */
@Command(name = "activate", description = "Make a space the active one; activate an older one to roll back.")
final class SpaceActivateCommand implements Callable<Integer> {
    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Parameters(paramLabel = "ID", description = "The space's id.")
    private String spaceId = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, recorded with the decision.")
    private String reason = "";

    @Override
    public Integer call() {
        try (SpaceTopics topics = options.topics()) {
            boolean changed = SpaceOptions.decisions(topics)
                    .activate(spaceId, System.getProperty("user.name", "unknown"), reason);
            Console.line(
                    changed
                            ? "space %s answers searches now".formatted(spaceId)
                            : "space %s answers searches already".formatted(spaceId));
            return 0;
        }
    }
}
