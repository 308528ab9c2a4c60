package org.lookalike.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.producer.Producer;
import org.lookalike.events.Stage;
import org.lookalike.imaging.decode.HeaderValidator;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.intake.accept.ExifDates;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.intake.folder.FolderIndexer;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Quarantine;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;

/**
 * The parts that accept images, assembled from their configuration. Thread-safe.
 *
 * @param config the configuration
 * @param acceptor validates and stores an image and makes its event
 * @param quarantine makes the records of refused images
 * @param sender publishes both
 */
public record Intake(IntakeConfig config, ImageAcceptor acceptor, Quarantine quarantine, RecordSender sender) {
    /** Store, codec and producer remain the caller's to close. */
    public static Intake of(
            IntakeConfig config,
            ImageStore store,
            AvroCodec codec,
            Producer<byte[], byte[]> producer,
            MeterRegistry metrics) {
        Records records = new Records(codec);
        Clock clock = Clock.systemUTC();
        return new Intake(
                config,
                new ImageAcceptor(
                        new HeaderValidator(config.limits()),
                        new ExifDates(config.exifDates()),
                        store,
                        records,
                        clock,
                        config.inlineMaxBytes()),
                new Quarantine(Stage.INGEST, records, metrics, clock),
                new RecordSender(producer));
    }

    /** Indexes folders and archives. */
    public FolderIndexer indexer() {
        return new FolderIndexer(config.folder(), config.limits().maxBytes(), acceptor, quarantine, sender);
    }
}
