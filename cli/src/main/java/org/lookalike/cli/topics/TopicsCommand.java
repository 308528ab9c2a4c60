package org.lookalike.cli.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.topic.TopicSetup;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the catalogue, creates what is missing, and reports where the broker or the registry differ from it. */
@Command(name = "topics", description = "Show, check or create the topics and their schemas.")
public final class TopicsCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(
            names = "--create",
            description = "Create missing topics, correct the settings of the others, and register all schemas.")
    private boolean create;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Replication factor (default: the broker's default).")
    private @Nullable Short replication;

    @Option(
            names = "--vectors-topic",
            paramLabel = "vectors.NAME",
            description = "An additional topic, for another encoder's features; may be repeated.")
    private List<String> vectorsTopics = List.of();

    @Override
    public Integer call() {
        List<Topic<?>> wanted = new ArrayList<>(Topics.all());
        vectorsTopics.stream()
                .filter(name -> !name.equals(Topics.VECTORS.name()))
                .distinct()
                .map(Topics::vectors)
                .forEach(wanted::add);
        List<String> differences;
        try (TopicSetup setup = new TopicSetup(system.kafka())) {
            if (create) {
                TopicSetup.Made made = setup.create(wanted, Optional.ofNullable(replication));
                Console.step(
                        made.created().isEmpty()
                                ? "every topic exists"
                                : "created " + String.join(", ", made.created()));
                setup.correct(wanted).forEach(Console::step);
                Console.step("registered " + made.registered());
            }
            differences = setup.differences(wanted);
        }
        for (Topic<?> topic : wanted) {
            Console.line("%-20s %-18s %2d partitions, %s"
                    .formatted(topic.name(), topic.valueType().getSimpleName(), topic.partitions(), kept(topic)));
        }
        differences.forEach(Console::problem);
        return differences.isEmpty() ? 0 : 1;
    }

    private static String kept(Topic<?> topic) {
        return topic.cleanup() instanceof Topic.Cleanup.After after
                ? "kept %d h".formatted(after.retention().toHours())
                : "compacted, tombstones kept %d d"
                        .formatted(((Topic.Cleanup.Compact) topic.cleanup())
                                .tombstones()
                                .toDays());
    }
}
