package org.lookalike.audit.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** How states are written: a version, then each part in the order of its record. */
final class ImageStateSerde {
    private static final int VERSION = 2;
    /** Without the time of the deletion. */
    private static final int TIMELESS_VERSION = 1;

    private ImageStateSerde() {}

    static Serde<ImageState> create() {
        return Serdes.serdeFrom(
                (topic, state) -> state == null ? null : write(state),
                (topic, bytes) -> bytes == null ? null : read(bytes));
    }

    static byte[] write(ImageState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            ArrivedState arrived = state.arrived();
            out.writeBoolean(arrived != null);
            if (arrived != null) {
                out.writeLong(arrived.offset());
                out.writeUTF(arrived.sha256());
                out.writeLong(arrived.arrivedAt());
                writeTexts(out, arrived.uris());
            }
            out.writeLong(state.deletedOffset());
            out.writeLong(state.deletedAt());
            writeTexts(out, state.doomed());
            writeTexts(out, state.refusedUris());
            out.writeShort(state.vectors().size());
            for (VectorState vector : state.vectors()) {
                out.writeUTF(vector.topic());
                out.writeUTF(vector.encoderId());
                out.writeLong(vector.offset());
                out.writeUTF(vector.sha256());
                out.writeLong(vector.arrivedAt());
            }
            RefusalState refusal = state.refusal();
            out.writeBoolean(refusal != null);
            if (refusal != null) {
                out.writeUTF(refusal.stage());
                out.writeUTF(refusal.code());
                out.writeUTF(refusal.topic());
                out.writeLong(refusal.offset());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static ImageState read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION && version != TIMELESS_VERSION) {
                throw new IllegalStateException("state of version %d, must be %d".formatted(version, VERSION));
            }
            @Nullable
            ArrivedState arrived = in.readBoolean()
                    ? new ArrivedState(in.readLong(), in.readUTF(), in.readLong(), readTexts(in))
                    : null;
            long deletedOffset = in.readLong();
            long deletedAt = version == TIMELESS_VERSION ? 0 : in.readLong();
            List<String> doomed = readTexts(in);
            List<String> refusedUris = readTexts(in);
            List<VectorState> vectors = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                vectors.add(new VectorState(in.readUTF(), in.readUTF(), in.readLong(), in.readUTF(), in.readLong()));
            }
            @Nullable
            RefusalState refusal =
                    in.readBoolean() ? new RefusalState(in.readUTF(), in.readUTF(), in.readUTF(), in.readLong()) : null;
            return new ImageState(arrived, deletedOffset, deletedAt, doomed, refusedUris, vectors, refusal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
