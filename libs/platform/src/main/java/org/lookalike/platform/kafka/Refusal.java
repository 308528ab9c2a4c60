package org.lookalike.platform.kafka;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * Input that will never succeed, to be quarantined.
 *
 * @param image what is known of the refused image
 * @param failure why it was refused
 * @param origin the consumed record, or null for an image that came by HTTP or from a folder
 */
public record Refusal(
        Image image, PermanentFailure failure, @Nullable ConsumerRecord<byte[], byte[]> origin) {
    /**
     * What is known of a refused image.
     *
     * @param id its id, or null where none could be read
     * @param uri where its bytes are stored, or null
     * @param source who published it, or null
     * @param capturedAt when it was taken, or null
     * @param attributes the publisher's own keys and values, as far as they keep the rules
     */
    public record Image(
            @Nullable String id,
            @Nullable String uri,
            @Nullable String source,
            @Nullable Instant capturedAt,
            Map<String, String> attributes) {
        public Image {
            attributes = Map.copyOf(attributes);
        }

        /** Nothing but these is known. */
        public Image(@Nullable String id, @Nullable String uri, @Nullable String source) {
            this(id, uri, source, null, Map.of());
        }

        /** Nothing is known. */
        public static Image unknown() {
            return new Image(null, null, null);
        }
    }

    /** A consumed record of which nothing but its key is known. */
    public static Refusal of(ConsumerRecord<byte[], byte[]> origin, PermanentFailure failure) {
        return new Refusal(new Image(Records.text(origin.key()), null, null), failure, origin);
    }
}
