package org.lookalike.cli.indexing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.intake.Intake;
import org.lookalike.intake.folder.ImageFile;
import org.lookalike.intake.folder.ImageSource;
import org.lookalike.intake.folder.IndexListener;
import org.lookalike.intake.folder.Unchanged;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.Urgency;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.vectorstore.VectorStore;
import org.lookalike.vectorstore.connection.VectorStores;

/** Indexes one folder or archive, as the ingest service would. */
public final class FolderPublisher implements ImagePublisher {
    private final IndexConfig config;
    private final ImageSource images;
    private final boolean force;

    /**
     * Lists the images.
     *
     * @param source the images' source, or null for the folder's name
     * @param force whether images that are indexed already are published again
     */
    public FolderPublisher(IndexConfig config, Path path, @Nullable String source, boolean force) {
        this.config = config;
        this.images = ImageSource.open(path, source, config.intake().folder());
        this.force = force;
    }

    @Override
    public long total() {
        return images.files().size();
    }

    @Override
    public void publish(AvroCodec codec, Listener listener) throws InterruptedException {
        KafkaClients clients = new KafkaClients(config.kafka());
        try (ImageStore store = ImageStores.open(config.intake().store());
                VectorStore vectors = VectorStores.open(config.vectorStore());
                var producer = clients.producer("lookalike-index")) {
            Intake intake = Intake.of(config.intake(), store, codec, producer, new SimpleMeterRegistry());
            Unchanged unchanged = force ? Unchanged.NONE : unchanged(vectors, clients, codec);
            intake.indexer().index(images.files(), Urgency.BACKFILL, unchanged, new Passing(listener));
        }
    }

    /** Before there is an active space, nothing is indexed. */
    private static Unchanged unchanged(VectorStore vectors, KafkaClients clients, AvroCodec codec) {
        return SpaceFeed.read(clients, codec)
                .active()
                .<Unchanged>map(space -> new IndexedImages(vectors, space))
                .orElse(Unchanged.NONE);
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
            listener.rejected(file.imageId(), code.name());
        }

        @Override
        public void unchanged(ImageFile file) {
            listener.unchanged(file.imageId());
        }

        @Override
        public void unreadable(ImageFile file, String reason) {
            listener.unreadable(file.imageId(), reason);
        }
    }
}
