package org.lookalike.sink.generation;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.sink.place.EncodedImage;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowOrigin;

/**
 * Reads a space's topic of vectors from its beginning, each time up to what is its end then. Records that the sink refuses
 * or that are of another encoder are skipped. Used by one thread.
 */
final class VectorsTopicReader implements AutoCloseable {
    private final TopicReader reader;
    private final VectorRows rows;
    private final Space space;

    /** @param consumer without a group; closed by this reader */
    VectorsTopicReader(Consumer<byte[], byte[]> consumer, VectorRows rows, Space space) {
        this.reader = new TopicReader(consumer, space.vectorsTopic());
        this.rows = rows;
        this.space = space;
    }

    /** Receives the records that concern the space, in order for each id. */
    interface Listener {
        /** A vector of the space's encoder; whether it can be placed in the space is not known yet. */
        void upserted(String id, EncodedImage image);

        /** A tombstone. */
        void deleted(String id);
    }

    /** The next offset of each partition: once the group has committed these, the collection has all that was read. */
    Map<TopicPartition, Long> positions() {
        return reader.positions();
    }

    /** Reads on to the topic's present end. */
    void readToEnd(Listener listener) {
        reader.read(record -> deliver(record, listener));
    }

    private void deliver(ConsumerRecord<byte[], byte[]> record, Listener listener) {
        try {
            String id = VectorRows.id(record);
            if (record.value() == null) {
                listener.deleted(id);
                return;
            }
            EncodedImage image = rows.read(id, record.value(), new RowOrigin(record.partition(), record.offset()));
            if (image.fits(space)) {
                listener.upserted(id, image);
            }
        } catch (PermanentFailure e) {
            // The sink refused it as well, so the collection still has the image's earlier vector, if any.
            return;
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
