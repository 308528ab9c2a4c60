package org.lookalike.ingest;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.lookalike.events.Stage;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.ingest.delete.DeletionHandler;
import org.lookalike.ingest.delete.ForeignRecordMover;
import org.lookalike.ingest.http.UploadServer;
import org.lookalike.ingest.inbox.InboxHandler;
import org.lookalike.ingest.watch.FolderWatch;
import org.lookalike.intake.Intake;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.Subscription;
import org.lookalike.platform.lifecycle.Platform;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.schemas.IngestGroups;
import org.lookalike.schemas.Topics;

/** The ingest service: every way in for images and for their deletion. */
public final class Ingest {
    /** The descriptor by which {@link ServiceRunner} and the stand-alone system run this service. */
    public static final ServiceDescriptor<IngestConfig> SERVICE =
            new ServiceDescriptor<>("ingest", IngestConfig::from, Ingest::assemble);

    private static final int DELETIONS_RECORDS = 500;

    private final UploadServer uploads;

    private Ingest(UploadServer uploads) {
        this.uploads = uploads;
    }

    public static void main(String[] arguments) {
        ServiceRunner.run(SERVICE, arguments);
    }

    /** Puts the service together; it runs once the platform starts and ends when that is closed. */
    public static Ingest assemble(IngestConfig config, Platform platform) {
        return assemble(
                config, platform, platform.own(ImageStores.open(config.intake().store())));
    }

    /** As {@link #assemble(IngestConfig, Platform)}, over a store that is already open and remains the caller's to close. */
    public static Ingest assemble(IngestConfig config, Platform platform, ImageStore store) {
        Producer<byte[], byte[]> producer = platform.producer();
        Intake intake = Intake.of(config.intake(), store, platform.codec(), producer, platform.metrics());
        UploadServer uploads = platform.own(new UploadServer(
                config.http(), config.intake().limits().maxBytes(), intake.acceptor(), intake.sender()));
        platform.run("ingest-http", uploads::start);
        platform.consumeInTransactions(
                Subscription.inOrder(
                        Stage.INGEST,
                        Topics.IMAGES_INBOX,
                        IngestGroups.INBOX,
                        config.inbox().maxRecords()),
                new InboxHandler(config.inbox(), intake.acceptor()));
        platform.consumeInTransactions(
                Subscription.inOrder(Stage.INGEST, Topics.IMAGES_DELETIONS, IngestGroups.DELETIONS, DELETIONS_RECORDS),
                new DeletionHandler(platform.codec()));
        ForeignRecordMover mover =
                new ForeignRecordMover(KeyPartitions.of(Topics.IMAGES_ARRIVED, producer), platform.metrics());
        platform.consumeInTransactions(
                Subscription.inOrder(Stage.INGEST, Topics.IMAGES_ARRIVED, IngestGroups.PARTITIONS, DELETIONS_RECORDS),
                mover);
        if (!config.watch().folders().isEmpty()) {
            platform.run(
                    "ingest-watch",
                    new FolderWatch(config.watch(), config.intake().folder(), intake.indexer(), platform.health()));
        }
        return new Ingest(uploads);
    }

    /** Where uploads come in, once the service has started. */
    public CompletableFuture<URI> address() {
        return uploads.address();
    }
}
