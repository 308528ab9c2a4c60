package org.lookalike.embedder;

import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import org.lookalike.encoding.Encoder;
import org.lookalike.events.Stage;
import org.lookalike.imaging.decode.ByteBudget;
import org.lookalike.imaging.decode.ImageDecoder;
import org.lookalike.imaging.preprocess.Preprocessor;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.crash.CrashJournal;
import org.lookalike.platform.crash.IsolatingHandler;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.SpaceRecords;

/** Consumes {@code images.arrived}, publishes {@code vectors}, in Kafka transactions. */
public final class Embedder {
    /** The descriptor by which {@link ServiceRunner} and the stand-alone system run this service. */
    public static final ServiceDescriptor<EmbedderConfig> SERVICE =
            new ServiceDescriptor<>("embedder", EmbedderConfig::from, Embedder::assemble);

    private Embedder() {}

    public static void main(String[] arguments) {
        ServiceRunner.run(SERVICE, arguments);
    }

    /** Puts the service together with the encoder of its configuration. */
    public static void assemble(EmbedderConfig config, Platform platform) {
        assemble(config, platform, platform.own(config.encoder().open()));
    }

    /** Puts the service together with an encoder that stays the caller's to close. */
    public static void assemble(EmbedderConfig config, Platform platform, Encoder encoder) {
        InstantSource clock = InstantSource.system();
        platform.registerEncoder(encoder.id(), config.encoder().options().place());
        ImageStore store = platform.own(ImageStores.open(config.store()));
        ImageDecoder decoder = new ImageDecoder(config.decode());
        ByteBudget budget = new ByteBudget(config.batching().maxBytesInFlight());
        platform.metrics().gauge("lookalike.embedder.bytes.in.flight", budget, ByteBudget::held);
        platform.metrics().gauge("lookalike.decode.memory", decoder, ImageDecoder::heldMemory);
        ImageLoader loader = new ImageLoader(
                store,
                decoder,
                new Preprocessor(encoder.description().preprocessing()),
                config.decode().maxBytes(),
                budget);
        ImageEmbedding embedding = platform.own(
                config.inferences() == 1
                        ? new ImageBatcher(config.batching(), loader, encoder, platform.metrics())
                        : new ImageWorkers(config.batching(), loader, encoder, platform.metrics()));

        Records records = new Records(platform.codec());
        EmbedHandler handler = new EmbedHandler(
                new ImageArrivedReader(platform.codec()),
                records,
                embedding,
                new VectorEvents(encoder.id(), config.encoding(), clock),
                config.vectorsTopic());
        CrashJournal journal = platform.own(config.crashes().open("embedder", clock));
        platform.metrics()
                .gauge("lookalike.crash.suspects", Tags.of("service", "embedder"), journal, CrashJournal::suspects);
        platform.consumeInTransactions(
                new Subscription(
                        Stage.EMBED,
                        Topics.IMAGES_ARRIVED,
                        config.group(),
                        config.batching().maxRecords(),
                        config.batching().readAheadOf(ImageArrivedReader::canWait)),
                KeyPartitions.of(Topics.IMAGES_ARRIVED, platform.producer())
                        .withoutForeign(announcer(config, encoder, platform)
                                .before(new IsolatingHandler(
                                        handler, journal, config.crashes().maxDefectsInARow()))));
    }

    private static SpaceAnnouncer announcer(EmbedderConfig config, Encoder encoder, Platform platform) {
        String client = platform.instance() + ".announcement";
        SpaceAnnouncer announcer = new SpaceAnnouncer(
                Space.raw(encoder.id(), encoder.description().dimensions(), config.vectorsTopic()),
                SpaceFeed.of(platform),
                platform.own(platform.clients().admin(client)),
                new RecordSender(platform.producer()),
                new SpaceRecords(platform.codec(), InstantSource.system()),
                platform.health());
        platform.run("embedder.announcement", announcer);
        return announcer;
    }
}
