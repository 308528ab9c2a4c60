package org.lookalike.refit.alert;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * An image's place in the active space, for the alerts.
 *
 * @param stream the key of its stream of vectors
 * @param imageId its id
 * @param source who published it
 * @param uri where it lies
 * @param spaceId the active space, empty where it is not of the image's encoder
 * @param clusterId its cluster there, empty where there is none
 * @param distance its distance to that cluster's centre
 * @param threshold from which distance on it is novel; infinite where the space has no threshold
 * @param hashed its features at length 1, hashed into few dimensions; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PlacedImage(
        String stream,
        String imageId,
        String source,
        String uri,
        String spaceId,
        String clusterId,
        float distance,
        float threshold,
        float[] hashed) {
    private static final int VERSION = 1;

    boolean isNovel() {
        return distance > threshold;
    }

    static Serde<PlacedImage> serde() {
        return Serdes.serdeFrom((topic, image) -> image.toBytes(), (topic, bytes) -> of(bytes));
    }

    private byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(stream);
            out.writeUTF(imageId);
            out.writeUTF(source);
            out.writeUTF(uri);
            out.writeUTF(spaceId);
            out.writeUTF(clusterId);
            out.writeFloat(distance);
            out.writeFloat(threshold);
            out.writeInt(hashed.length);
            for (float value : hashed) {
                out.writeFloat(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("image %s cannot be written".formatted(imageId), e);
        }
        return bytes.toByteArray();
    }

    private static PlacedImage of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException("a placed image of version %d, must be %d".formatted(version, VERSION));
            }
            return new PlacedImage(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readFloat(),
                    in.readFloat(),
                    floats(in));
        } catch (IOException e) {
            throw new UncheckedIOException("%d bytes are no placed image".formatted(bytes.length), e);
        }
    }

    private static float[] floats(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
