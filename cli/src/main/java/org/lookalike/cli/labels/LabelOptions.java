package org.lookalike.cli.labels;

import org.lookalike.cli.search.Question;
import org.lookalike.cli.system.SystemOptions;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.lookalike.client.LabelPublisher;
import org.lookalike.labels.LabelFeed;
import org.lookalike.labels.Labels;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.standalone.demo.Searches;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands about labels take, and how they read and publish them. */
final class LabelOptions {
    @Mixin
    private SystemOptions cluster = new SystemOptions();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who says so, for those who ask later (default: the user's name).")
    private String by = System.getProperty("user.name", "unknown");

    /** What the topic of labels says now. */
    static Labels read(KafkaConfig kafka) {
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false)) {
            return LabelFeed.read(new KafkaClients(kafka), codec);
        }
    }

    Labels read() {
        return read(cluster.kafka());
    }

    KafkaConfig kafka() {
        return cluster.kafka();
    }

    /** Publishes, and returns when the broker has everything. */
    void publish(Function<LabelPublisher, List<CompletableFuture<Void>>> words) {
        try (LabelPublisher publisher = LabelPublisher.open(Searches.config(cluster.kafka()), by)) {
            words.apply(publisher).forEach(Question::join);
        }
    }
}
