package org.lookalike.cli.images;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.images.ImageEraser;
import org.lookalike.admin.images.ImageFilter;
import org.lookalike.admin.images.ImageSelector;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes images everywhere: those of some ids, or all that were published by a source, at a time, with an attribute. */
@Command(
        name = "delete",
        description =
                "Delete pictures from search, image store, topics, labels and map: by id, or all that satisfy every"
                        + " option given.")
public final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "IMAGE_ID", arity = "0..*", description = "The pictures' ids.")
    private List<String> imageIds = List.of();

    @Option(names = "--source", description = "Pictures of this source; may be repeated.")
    private List<String> sources = List.of();

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "Pictures taken (or, where that is not known, arrived) at or after this instant.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            description = "Pictures taken (or, where that is not known, arrived) before this instant.")
    private @Nullable Instant to;

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description = "Pictures with this attribute; may be repeated.")
    private Map<String, String> attributes = Map.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, recorded with the request.")
    private String reason = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws InterruptedException {
        ImageFilter filter = new ImageFilter(imageIds, sources, from, to, attributes);
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("say which pictures: ids, --source, --from, --to or --attribute");
        }
        KafkaConfig kafka = system.kafka();
        KafkaClients clients = new KafkaClients(kafka);
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            Set<String> selected = new ImageSelector(new TopicScanner(clients), codec, Console::problem).select(filter);
            if (selected.isEmpty()) {
                Console.line("no picture satisfies this");
                return 1;
            }
            String count = "%d picture%s".formatted(selected.size(), selected.size() == 1 ? "" : "s");
            if (!yes && !confirmed(count)) {
                Console.line("nothing was deleted");
                return 1;
            }
            try (var producer = clients.producer("lookalike-delete")) {
                new ImageEraser(codec, producer, InstantSource.system())
                        .delete(selected, System.getProperty("user.name", "unknown"), reason);
            }
            Console.line("%s will be gone in a moment; what is left of one and until when: lookalike where %s"
                    .formatted(count, selected.iterator().next()));
        }
        return 0;
    }

    @SuppressWarnings("SystemConsoleNull") // Since 22 only the prompt differs: it waits for a line that never comes.
    private static boolean confirmed(String count) {
        if (System.console() == null) {
            throw new IllegalArgumentException(
                    "%s would be deleted, and there is no terminal to ask: confirm with --yes".formatted(count));
        }
        Console.prompt("delete %s for good? [y/N] ".formatted(count));
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null
                    && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
