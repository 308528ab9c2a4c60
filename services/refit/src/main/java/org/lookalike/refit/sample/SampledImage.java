package org.lookalike.refit.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.lookalike.events.FeatureEncoding;
import org.lookalike.events.ImageVector;
import org.lookalike.spaces.Features;

/**
 * What a sample keeps of an image.
 *
 * @param imageId its id
 * @param time when its vector was published, milliseconds since 1970 UTC
 * @param encoding how the features lie in the bytes: as they were published, so half precision stays compact
 * @param dimensions how many features there are
 * @param features their bytes; not to be changed
 * @param source who published the image
 * @param uri where it lies
 * @param label its label, empty where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record SampledImage(
        String imageId,
        long time,
        FeatureEncoding encoding,
        int dimensions,
        byte[] features,
        String source,
        String uri,
        String label) {
    private static final int VERSION = 1;
    private static final int OVERHEAD = 256;

    /** The sampled part of an event. */
    static SampledImage of(ImageVector event, long time, String labelAttribute) {
        ByteBuffer bytes = event.getFeatures().duplicate();
        byte[] features = new byte[bytes.remaining()];
        bytes.get(features);
        return new SampledImage(
                event.getImageId(),
                time,
                event.getEncoding(),
                event.getDimensions(),
                features,
                event.getSource(),
                event.getUri(),
                event.getAttributes().getOrDefault(labelAttribute, ""));
    }

    /** The same image with another label. */
    public SampledImage withLabel(String other) {
        return new SampledImage(imageId, time, encoding, dimensions, features, source, uri, other);
    }

    /** The features as numbers; a new array. */
    public float[] values() {
        ImageVector event = new ImageVector();
        event.put("imageId", imageId);
        event.put("encoding", encoding);
        event.put("dimensions", dimensions);
        event.put("features", ByteBuffer.wrap(features));
        return Features.of(event);
    }

    /** For stores and internal topics. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(features.length + OVERHEAD);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(imageId);
            out.writeLong(time);
            out.writeUTF(encoding.name());
            out.writeInt(dimensions);
            out.writeInt(features.length);
            out.write(features);
            out.writeUTF(source);
            out.writeUTF(uri);
            out.writeUTF(label);
        } catch (IOException e) {
            throw new UncheckedIOException("image %s cannot be written".formatted(imageId), e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} wrote. */
    public static SampledImage of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "a sampled image of version %d, must be %d".formatted(version, VERSION));
            }
            return new SampledImage(
                    in.readUTF(),
                    in.readLong(),
                    FeatureEncoding.valueOf(in.readUTF()),
                    in.readInt(),
                    in.readNBytes(in.readInt()),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException("%d bytes are no sampled image".formatted(bytes.length), e);
        }
    }
}
