package org.lookalike.cli.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.output.Json;
import org.lookalike.cli.output.TextTable;
import org.lookalike.events.AuditedDifference;
import org.lookalike.events.AuditedState;
import org.lookalike.events.PartitionAudit;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.schemas.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the audit found last. */
@Command(
        name = "audit",
        description = "Show how many pictures are in each state, and what differs; fails while something does.")
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The partitions together. */
    record Summary(String oldestCount, Map<String, Long> pictures, long openDifferences, List<Difference> differences) {
        static Summary of(Map<Integer, PartitionAudit> audits) {
            Map<String, Long> pictures = new LinkedHashMap<>();
            List<Difference> differences = new ArrayList<>();
            long open = 0;
            for (PartitionAudit audit : audits.values()) {
                for (AuditedState state : audit.getStates()) {
                    pictures.merge(state.getState(), state.getPictures(), Long::sum);
                }
                audit.getDifferences().forEach(each -> differences.add(Difference.of(each)));
                open += audit.getOpenDifferences();
            }
            String oldest = audits.values().stream()
                    .map(PartitionAudit::getAt)
                    .min(Instant::compareTo)
                    .map(Instant::toString)
                    .orElse("");
            return new Summary(oldest, pictures, open, differences);
        }
    }

    /** One difference, and what was done about it. */
    record Difference(String kind, String imageId, String spaceId, String foundAt, int repairs, boolean open) {
        static Difference of(AuditedDifference event) {
            return new Difference(
                    event.getKind(),
                    event.getImageId(),
                    event.getSpaceId(),
                    event.getFoundAt().toString(),
                    event.getRepairs(),
                    event.getOpen());
        }

        String text() {
            return "%-16s %s%s, found %s: %s"
                    .formatted(
                            kind,
                            imageId,
                            spaceId.isEmpty() ? "" : " in space " + spaceId,
                            foundAt,
                            open ? repairs == 0 ? "open" : "open, records published to mend it: " + repairs : "mended");
        }
    }

    @Override
    public Integer call() {
        KafkaConfig kafka = system.kafka();
        Map<Integer, PartitionAudit> audits = new TreeMap<>();
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false);
                TopicReader reader =
                        new TopicReader(system.clients().reader("lookalike-audit"), Topics.AUDITS.name())) {
            reader.read(record -> {
                if (record.value() != null) {
                    PartitionAudit audit = codec.decode(Topics.AUDITS, record.value());
                    audits.put(audit.getPartition(), audit);
                }
            });
        }
        Summary summary = Summary.of(audits);
        if (json) {
            Console.line(Json.indented(summary));
        } else if (audits.isEmpty()) {
            Console.line("the audit has published nothing yet");
        } else {
            print(summary);
        }
        return summary.openDifferences() == 0 && !audits.isEmpty() ? 0 : 1;
    }

    private static void print(Summary summary) {
        TextTable table = new TextTable("STATE", "PICTURES");
        summary.pictures().forEach((state, pictures) -> table.row(state, "%,d".formatted(pictures)));
        table.lines().forEach(Console::line);
        Console.line("");
        Console.line(
                summary.openDifferences() == 0
                        ? "nothing differs, as of " + summary.oldestCount()
                        : "%,d pictures differ, as of %s".formatted(summary.openDifferences(), summary.oldestCount()));
        summary.differences().forEach(difference -> Console.line(difference.text()));
    }
}
