package org.lookalike.standalone.indexing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.ingest.Ingest;
import org.lookalike.ingest.IngestConfig;
import org.lookalike.intake.folder.FolderIndexer;
import org.lookalike.intake.folder.ImageFile;
import org.lookalike.intake.folder.ImageSource;
import org.lookalike.intake.folder.IndexListener;
import org.lookalike.intake.folder.Unchanged;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Urgency;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.standalone.system.StandaloneConfig;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/** Indexes one folder or archive, as the ingest service would. */
public final class FolderRun implements Publishing {
    private final StandaloneConfig config;
    private final ImageSource images;
    private final boolean force;

    /**
     * Lists the images.
     *
     * @param source the images' source, or null for the folder's name
     * @param force whether images that are indexed already are published again
     */
    public FolderRun(StandaloneConfig config, Path path, @Nullable String source, boolean force) {
        this.config = config;
        this.images = ImageSource.open(path, source, config.ingest().folder());
        this.force = force;
    }

    @Override
    public long total() {
        return images.files().size();
    }

    @Override
    public void publish(AvroCodec codec, Listener listener) throws InterruptedException {
        IngestConfig ingest = config.ingest();
        KafkaClients clients = new KafkaClients(config.platform().kafka());
        try (ImageStore store = ImageStores.open(ingest.store());
                VectorStore vectors = VectorStores.open(config.sink().vectorStore());
                var producer = clients.producer("lookalike-index")) {
            FolderIndexer indexer = Ingest.indexer(ingest, store, codec, producer, new SimpleMeterRegistry());
            Unchanged unchanged = force ? Unchanged.NONE : new IndexedImages(vectors, space(clients, codec));
            indexer.index(images.files(), Urgency.BACKFILL, unchanged, new Passing(listener));
        }
    }

    /** The one that answers; before the embedder has told of any, the one that it is going to tell of. */
    private Space space(KafkaClients clients, AvroCodec codec) {
        return SpaceFeed.read(clients, codec).active().orElseGet(() -> {
            EncoderDescription encoder =
                    EncoderFolder.read(config.embedder().encoder().folder()).description();
            return Space.raw(encoder.id(), encoder.dimensions());
        });
    }

    @Override
    public void close() {
        images.close();
    }

    private record Passing(Listener listener) implements IndexListener {
        @Override
        public void accepted(ImageFile file) {
            listener.published(file.imageId());
        }

        @Override
        public void refused(ImageFile file, ErrorCode code, String message) {
            listener.refusedAtTheDoor(file.imageId(), code.name());
        }

        @Override
        public void unchanged(ImageFile file) {
            listener.unchanged(file.imageId());
        }

        @Override
        public void unreadable(ImageFile file, String reason) {
            listener.unreadable(file.path(), reason);
        }
    }
}
