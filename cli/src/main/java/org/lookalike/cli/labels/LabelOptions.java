package org.lookalike.cli.labels;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.lookalike.cli.search.SearchCalls;
import org.lookalike.cli.search.SearchClients;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.client.LabelPublisher;
import org.lookalike.labels.LabelFeed;
import org.lookalike.labels.Labels;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands about labels take, and how they read and publish them. */
public final class LabelOptions {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who says so, for those who ask later (default: the user's name).")
    private String by = System.getProperty("user.name", "unknown");

    /** What the topic of labels says now. */
    public static Labels read(KafkaConfig kafka) {
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            return LabelFeed.read(new KafkaClients(kafka), codec);
        }
    }

    public Labels read() {
        return read(system.kafka());
    }

    public KafkaConfig kafka() {
        return system.kafka();
    }

    /** Publishes, and returns when the broker has everything. */
    public void publish(Function<LabelPublisher, List<CompletableFuture<Void>>> words) {
        try (LabelPublisher publisher = LabelPublisher.open(SearchClients.config(system.kafka()), by)) {
            words.apply(publisher).forEach(SearchCalls::join);
        }
    }
}
