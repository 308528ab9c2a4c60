package org.lookalike.sink.keep;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.Space;

/** Reads a space's topic of vectors piece by piece, from its beginning. Used by one thread. */
final class TopicIds implements AutoCloseable {
    private final TopicReader reader;
    private final VectorRows rows;
    private final Space space;

    /** @param consumer without a group; closed by this */
    TopicIds(Consumer<byte[], byte[]> consumer, VectorRows rows, Space space) {
        this.reader = new TopicReader(consumer, space.vectorsTopic());
        this.rows = rows;
        this.space = space;
    }

    /** What a record says of an image. */
    interface Listener {
        /** It belongs into the space, as far as can be told without placing it there. */
        void present(String id, ConsumerRecord<byte[], byte[]> origin);

        /** It has a tombstone. */
        void forgotten(String id);
    }

    /** Where reading goes on; once committed by the group, everything told so far has been brought into the space. */
    Map<TopicPartition, Long> positions() {
        return reader.positions();
    }

    /** Reads on, up to what is the topic's end now. */
    void readOn(Listener listener) {
        reader.readOn(record -> tell(listener, record));
    }

    private void tell(Listener listener, ConsumerRecord<byte[], byte[]> record) {
        try {
            String id = VectorRows.id(record);
            if (record.value() == null) {
                listener.forgotten(id);
            } else if (rows.read(id, record.value()).fits(space)) {
                listener.present(id, record);
            }
        } catch (PermanentFailure e) {
            // The sink refused it as well: the image stays as it was.
            return;
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
