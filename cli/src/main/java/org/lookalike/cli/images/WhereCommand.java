package org.lookalike.cli.images;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.lookalike.admin.images.ImageTrace;
import org.lookalike.admin.images.ImageTracer;
import org.lookalike.cli.output.Console;
import org.lookalike.cli.system.SystemOptions;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageVector;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.KafkaConfig;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStoreConfig;
import org.lookalike.vectorstore.connection.VectorStores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints where one image is, from the topics and the stores themselves. */
@Command(name = "where", description = "Show the state of a picture: stored, embedded, indexed, quarantined, deleted.")
public final class WhereCommand implements Callable<Integer> {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "IMAGE_ID", description = "The picture's id.")
    private String imageId = "";

    @Override
    public Integer call() {
        KafkaConfig kafka = system.kafka();
        try (AvroCodec codec = new AvroCodec(kafka.registryUrl(), false);
                ImageStore images = ImageStores.open(system.read(ImageStoreConfig::from));
                VectorStore vectors = VectorStores.open(system.read(VectorStoreConfig::from))) {
            Optional<ImageTrace> trace =
                    new ImageTracer(new KafkaClients(kafka), codec, images, vectors).trace(imageId);
            if (trace.isEmpty()) {
                Console.line("unknown: nothing left of %s, or it was never published".formatted(imageId));
                return 1;
            }
            print(trace.get());
            return 0;
        }
    }

    private static void print(ImageTrace trace) {
        trace.deleted().ifPresent(place -> Console.line("deleted      by a tombstone, " + place));
        trace.arrived().ifPresent(arrived -> {
            ImageArrived event = arrived.event();
            Console.line(
                    "arrived      %s from %s, %s".formatted(event.getArrivedAt(), event.getSource(), arrived.place()));
            Console.line((trace.stored() ? "stored       " : "not stored   ") + event.getUri());
        });
        for (ImageTrace.Located<ImageVector> vector : trace.vectors()) {
            ImageVector event = vector.event();
            Console.line("embedded     %s by encoder %s, %d dimensions, %s%s"
                    .formatted(
                            event.getEmbeddedAt(),
                            event.getEncoderId(),
                            event.getDimensions(),
                            vector.place(),
                            trace.arrived().isEmpty() ? " (about to be deleted)" : ""));
        }
        trace.collections().forEach(collection -> Console.line("indexed      in " + collection));
        if (trace.deleted().isEmpty()) {
            boolean embedded = !trace.vectors().isEmpty();
            if (!embedded) {
                Console.line("not embedded");
            }
            if (trace.collections().isEmpty()) {
                Console.line(embedded ? "not indexed  yet" : "not indexed");
            }
        }
        trace.quarantined()
                .ifPresent(event -> Console.line("quarantined  %s at %s with %s: %s"
                        .formatted(event.getQuarantinedAt(), event.getStage(), event.getCode(), event.getReason())));
        String word = trace.deleted().isPresent() ? "left         " : "also         ";
        trace.remnants()
                .forEach(remnant -> Console.line(word + remnant.what() + ", " + remnant.place()
                        + remnant.until().map(until -> ", until " + until).orElse("")));
        if (trace.deleted().isPresent() && trace.isGone()) {
            Console.line(
                    "nothing left in image store, topics, collections, labels, map, alerts, quarantine and spaces");
        }
    }
}
