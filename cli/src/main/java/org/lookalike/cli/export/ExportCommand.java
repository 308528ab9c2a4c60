package org.lookalike.cli.export;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.spaces.NamedSpace;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.spaces.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes images and clusters out, for other programs. */
@Command(
        name = "export",
        description = "Write pictures with their vectors, or clusters, to a CSV or Parquet file.",
        subcommands = {ExportCommand.Vectors.class, ExportCommand.Clusters.class})
public final class ExportCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new IllegalArgumentException("say what to write: export vectors or export clusters");
    }

    /** What both take. */
    private static final class Target {
        @Mixin
        private SystemOptions system = new SystemOptions();

        @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
        private Path output = Path.of("");

        @Option(
                names = "--format",
                description = "${COMPLETION-CANDIDATES}, in any case (default: by the file's ending).")
        private @Nullable Format format;

        @Option(names = "--space", paramLabel = "ID", description = "In this space (default: the active one).")
        private String spaceId = "";

        private Format format() {
            return format == null ? Format.of(output) : format;
        }
    }

    /** Every image, as the topic of vectors holds it at this moment. */
    @Command(
            name = "vectors",
            description = "Every picture: id, address, source, times, attributes, size, cluster, label, vector.")
    static final class Vectors implements Callable<Integer> {
        @Mixin
        private Target target = new Target();

        @Option(names = "--features", description = "The encoder's features instead of the space's coordinates.")
        private boolean features;

        @Override
        public Integer call() {
            Format format = target.format();
            KafkaConfig kafka = target.system.kafka();
            NamedSpace named = NamedSpace.read(kafka, target.spaceId);
            Space space = named.space();
            try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
                VectorExport export = new VectorExport(
                        new TopicScanner(new KafkaClients(kafka)), codec, space, named.naming(), features);
                try (TableFile table = TableFile.create(target.output, format, export.columns())) {
                    VectorExport.Outcome outcome = export.run(table, Console::problem);
                    table.finish();
                    Console.line("%d picture%s of space %s written to %s"
                            .formatted(
                                    outcome.written(), outcome.written() == 1 ? "" : "s", space.id(), target.output));
                    tellLeftOut(outcome);
                }
            }
            return 0;
        }

        private static void tellLeftOut(VectorExport.Outcome outcome) {
            if (outcome.otherEncoder() > 0) {
                Console.step("%d of another encoder left out".formatted(outcome.otherEncoder()));
            }
            if (outcome.unusable() > 0) {
                Console.step("%d that cannot be placed left out".formatted(outcome.unusable()));
            }
            if (outcome.changed() > 0) {
                Console.step("%d that changed meanwhile left out".formatted(outcome.changed()));
            }
        }
    }

    /** Every cluster. */
    @Command(name = "clusters", description = "Every cluster: id, label, size, spread, examples, centre.")
    static final class Clusters implements Callable<Integer> {
        @Mixin
        private Target target = new Target();

        @Override
        public Integer call() {
            Format format = target.format();
            NamedSpace named = NamedSpace.read(target.system.kafka(), target.spaceId);
            Space space = named.space();
            try (TableFile table = TableFile.create(target.output, format, ClusterExport.columns())) {
                ClusterExport.run(space, named.naming(), table);
                table.finish();
                Console.line(
                        "%d clusters of space %s written to %s".formatted(table.rows(), space.id(), target.output));
            }
            return 0;
        }
    }
}
