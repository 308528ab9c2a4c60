package org.lookalike.platform.crash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Identifies an input in a journal: the first 128 bits of a SHA-256. */
public record InputId(long high, long low) {

    /** A record at its place: published again, the same bytes are another input, which gets a new chance. */
    static InputId of(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer place = ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(record.partition())
                .putLong(record.offset())
                .putLong(record.timestamp())
                .flip();
        MessageDigest digest = sha256();
        digest.update(place);
        update(digest, record.key());
        update(digest, record.value());
        return first(digest);
    }

    /** Some bytes, wherever they come from. */
    public static InputId of(ByteBuffer content) {
        MessageDigest digest = sha256();
        digest.update(content.duplicate());
        return first(digest);
    }

    private static void update(MessageDigest digest, byte @Nullable [] bytes) {
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    private static InputId first(MessageDigest digest) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new InputId(hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
