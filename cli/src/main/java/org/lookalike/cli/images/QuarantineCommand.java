package org.lookalike.cli.images;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.admin.quarantine.RefusalReplay;
import org.lookalike.admin.quarantine.Refusals;
import org.lookalike.admin.topic.TopicScanner;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Refused images: lists them, shows one, tries one again. */
@Command(
        name = "quarantine",
        description = "List, show or replay what was set aside.",
        subcommands = {QuarantineCommand.ListAll.class, QuarantineCommand.Show.class, QuarantineCommand.Replay.class})
public final class QuarantineCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new IllegalArgumentException("say what to do: quarantine list, show PLACE or replay PLACE");
    }

    /** One line per refusal. */
    @Command(name = "list", description = "One line per refusal: place, time, stage, code, image, reason.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private SystemOptions system = new SystemOptions();

        @Option(names = "--code", description = "Only refusals with this code.")
        private @Nullable String code;

        @Override
        public Integer call() {
            Refusals refusals = read(system.kafka());
            List<Map.Entry<String, ImageQuarantined>> listed = refusals.byPlace().entrySet().stream()
                    .filter(entry ->
                            code == null || code.equals(entry.getValue().getCode()))
                    .sorted(Comparator.comparing(entry -> entry.getValue().getQuarantinedAt()))
                    .toList();
            for (Map.Entry<String, ImageQuarantined> entry : listed) {
                ImageQuarantined event = entry.getValue();
                Console.line("%-8s %s %-7s %-24s %s  %s"
                        .formatted(
                                entry.getKey(),
                                event.getQuarantinedAt(),
                                event.getStage(),
                                event.getCode(),
                                event.getImageId() == null ? "-" : event.getImageId(),
                                event.getReason()));
            }
            Console.step(
                    code == null
                            ? "%d set aside".formatted(listed.size())
                            : "%d set aside with %s".formatted(listed.size(), code));
            return 0;
        }
    }

    /** Everything about one. */
    @Command(name = "show", description = "Everything about one refusal.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private SystemOptions system = new SystemOptions();

        @Parameters(paramLabel = "PLACE", description = "Its place as `quarantine list` shows it, or the image id.")
        private String place = "";

        @Override
        public Integer call() {
            ImageQuarantined event = read(system.kafka()).find(place);
            Console.line("image     " + event.getImageId());
            Console.line("stage     " + event.getStage());
            Console.line("code      " + event.getCode());
            Console.line("reason    " + event.getReason());
            Console.line("when      " + event.getQuarantinedAt());
            Console.line("source    " + event.getSource());
            Console.line("bytes     " + event.getUri());
            Console.line("record    %s-%d@%d"
                    .formatted(event.getOriginTopic(), event.getOriginPartition(), event.getOriginOffset()));
            return 0;
        }
    }

    /** Publishes the refused record again, for after the cause was mended. */
    @Command(name = "replay", description = "Publish refused records again, after their cause was mended.")
    static final class Replay implements Callable<Integer> {
        @Mixin
        private SystemOptions system = new SystemOptions();

        @Parameters(
                paramLabel = "PLACE",
                arity = "1..*",
                description = "Places as `quarantine list` shows them, or image ids.")
        private List<String> places = List.of();

        @Override
        public Integer call() throws InterruptedException {
            KafkaConfig kafka = system.kafka();
            DecodeLimits limits = system.read(DecodeLimits::from);
            KafkaClients clients = new KafkaClients(kafka);
            Refusals refusals = read(kafka);
            try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false);
                    ImageStore store = ImageStores.open(system.read(ImageStoreConfig::from));
                    var producer = clients.producer("lookalike-replay")) {
                RecordSender sender = new RecordSender(producer);
                RefusalReplay replays =
                        new RefusalReplay(new TopicScanner(clients), store, new Records(codec), limits.maxBytes());
                for (String place : places) {
                    ProducerRecord<byte[], byte[]> again = replays.of(refusals.find(place));
                    sender.send(again);
                    Console.line("published %s again on %s".formatted(place, again.topic()));
                }
            }
            return 0;
        }
    }

    private static Refusals read(KafkaConfig kafka) {
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            return Refusals.read(new TopicScanner(new KafkaClients(kafka)), codec, Console::problem);
        }
    }
}
