package org.lookalike.cli.indexing;

import org.lookalike.platform.avro.AvroCodec;

/** Images that are to be brought in. */
public interface ImagePublisher extends AutoCloseable {
    /** How many there are. */
    long total();

    /** Publishes them all; returns once the broker has them. */
    void publish(AvroCodec codec, Listener listener) throws InterruptedException;

    @Override
    void close();

    /** Called once for each image, on the publishing thread. */
    interface Listener {
        /** It is on its way. */
        void published(String imageId);

        /** It is indexed already. */
        void unchanged(String imageId);

        /** It was refused before it was published. */
        void rejected(String imageId, String code);

        /** Its file cannot be read; nothing was published about it. */
        void unreadable(String imageId, String reason);
    }
}
