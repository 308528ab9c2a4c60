package org.lookalike.cli.spaces;

import java.util.concurrent.Callable;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds a space's collection again. */
@Command(
        name = "rebuild",
        description =
                "Build a space's collection again from its topic of vectors; it is not searched until it is READY.")
final class SpaceRebuildCommand implements Callable<Integer> {
    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Parameters(paramLabel = "ID", description = "The space's id.")
    private String spaceId = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, recorded with the decision.")
    private String reason = "";

    @Override
    public Integer call() {
        String by = "rebuilt by " + System.getProperty("user.name", "unknown");
        try (SpaceTopics topics = options.topics()) {
            SpaceOptions.decisions(topics).rebuild(spaceId, reason.isEmpty() ? by : by + ": " + reason);
            Console.line("space %s is built again; `lookalike spaces` shows how far it is".formatted(spaceId));
            return 0;
        }
    }
}
