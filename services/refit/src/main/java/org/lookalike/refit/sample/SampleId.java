package org.lookalike.refit.sample;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Which sample a row belongs to.
 *
 * @param stream the key of the {@link VectorStream}
 * @param kind what it is a sample of
 * @param window the window; of no meaning for the one long-term sample that a task keeps
 */
public record SampleId(String stream, Kind kind, SampleWindow window) {
    private static final SampleWindow ALWAYS = new SampleWindow(0, 0);
    private static final int HASH_BYTES = Long.BYTES;
    private static final int TAIL_BYTES = 1 + 2 * Long.BYTES;

    /** What a sample is of. */
    public enum Kind {
        /** One window's vectors. */
        WINDOW,
        /** Vectors of all time. */
        LONG_TERM
    }

    /** Of one window. */
    public static SampleId window(String stream, SampleWindow window) {
        return new SampleId(stream, Kind.WINDOW, window);
    }

    /** Of all time. */
    public static SampleId longTerm(String stream) {
        return longTerm(stream, ALWAYS);
    }

    /** Of all time, as it was when a window closed. */
    public static SampleId longTerm(String stream, SampleWindow window) {
        return new SampleId(stream, Kind.LONG_TERM, window);
    }

    /** The key under which the sample's bound is kept; those of its rows begin with it. */
    Bytes key() {
        byte[] name = stream.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Short.BYTES + name.length + TAIL_BYTES)
                .putShort((short) name.length)
                .put(name)
                .put((byte) (kind == Kind.LONG_TERM ? 1 : 0))
                .putLong(window.start())
                .putLong(window.end())
                .array());
    }

    /** The key of a row; rows lie in the order of their hashes, which count as unsigned. */
    Bytes rowKey(long hash, String imageId) {
        byte[] head = key().get();
        byte[] id = imageId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(head.length + HASH_BYTES + id.length)
                .put(head)
                .putLong(hash)
                .put(id)
                .array());
    }

    /** A key, taken apart. */
    static Parsed parse(Bytes key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.get());
        byte[] name = new byte[bytes.getShort()];
        bytes.get(name);
        SampleId id = new SampleId(
                new String(name, StandardCharsets.UTF_8),
                bytes.get() == 1 ? Kind.LONG_TERM : Kind.WINDOW,
                new SampleWindow(bytes.getLong(), bytes.getLong()));
        if (!bytes.hasRemaining()) {
            return new Parsed(id, "");
        }
        bytes.getLong();
        return new Parsed(id, StandardCharsets.UTF_8.decode(bytes).toString());
    }

    /**
     * @param id the sample
     * @param imageId the row's image, empty for the sample's bound
     */
    record Parsed(SampleId id, String imageId) {}
}
