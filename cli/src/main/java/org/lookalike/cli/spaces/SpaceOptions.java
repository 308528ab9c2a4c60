package org.lookalike.cli.spaces;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.lookalike.admin.spaces.SpaceDecisions;
import org.lookalike.admin.spaces.SpaceHistory;
import org.lookalike.admin.spaces.SpaceListing;
import org.lookalike.admin.spaces.SpaceSummary;
import org.lookalike.admin.spaces.SpaceTopics;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.spaces.Space;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command about spaces takes, and what it works with. */
public final class SpaceOptions {
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public boolean json() {
        return json;
    }

    /** To be closed by the caller. */
    public SpaceTopics topics() {
        return new SpaceTopics(system.kafka(), Console::problem);
    }

    public static SpaceDecisions decisions(SpaceTopics topics) {
        return new SpaceDecisions(topics, InstantSource.system(), TIMEOUT);
    }

    /** Summaries, for which groups that have something left are watched for a moment. */
    public List<SpaceSummary> summaries(SpaceHistory history, List<Space> spaces) {
        String prefix = system.read(SinkGroup::prefix);
        try (Admin admin = system.clients().admin("lookalike-spaces")) {
            return new SpaceListing(space -> progress(admin, space, prefix), InstantSource.system(), WATCH)
                    .of(history, spaces);
        }
    }

    /** A space whose topic is gone must not hide the others. */
    private static Optional<GenerationProgress> progress(Admin admin, Space space, String groupPrefix) {
        try {
            return Optional.of(GenerationProgress.of(admin, space, groupPrefix));
        } catch (TransientFailure e) {
            Console.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The given space, or the active one. */
    public static Space chosen(SpaceHistory history, String spaceId) {
        if (spaceId.isEmpty()) {
            return history.spaces()
                    .active()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no space yet: the embedder defines the first one when it starts"));
        }
        return history.spaces()
                .find(spaceId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no space %s; `lookalike spaces` lists them".formatted(spaceId)));
    }
}
