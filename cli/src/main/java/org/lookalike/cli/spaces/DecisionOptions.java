package org.lookalike.cli.spaces;

import org.lookalike.admin.spaces.SpaceDecisions;
import org.lookalike.admin.spaces.SpaceTopics;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes that decides about a space: which one, and why. */
final class DecisionOptions {
    @Mixin
    private SpaceOptions options = new SpaceOptions();

    @Parameters(paramLabel = "ID", description = "The space's id.")
    private String spaceId = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, recorded with the decision.")
    private String reason = "";

    /** A decision about a space; tells whether it changed anything. */
    @FunctionalInterface
    interface Decision {
        boolean on(SpaceDecisions decisions, String spaceId);
    }

    boolean decide(Decision decision) {
        try (SpaceTopics topics = options.topics()) {
            return decision.on(SpaceOptions.decisions(topics), spaceId);
        }
    }

    String spaceId() {
        return spaceId;
    }

    /** The reason as it was given; may be empty. */
    String reason() {
        return reason;
    }

    /** Who decides. */
    static String user() {
        return System.getProperty("user.name", "unknown");
    }

    /** What was done by whom, and the reason if one was given. */
    String reason(String done) {
        String by = done + " by " + user();
        return reason.isEmpty() ? by : by + ": " + reason;
    }
}
