package org.lookalike.refit.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.lookalike.refit.sample.SampleMessage.End;
import org.lookalike.refit.sample.SampleMessage.Forget;
import org.lookalike.refit.sample.SampleMessage.Labelled;
import org.lookalike.refit.sample.SampleMessage.LongTerm;
import org.lookalike.refit.sample.SampleMessage.Row;
import org.lookalike.refit.sample.SampleMessage.Unlabelled;

/** Sample messages as bytes on an internal topic: a type that is also the version of its layout, then the fields. */
public final class SampleMessageSerde {
    private static final int ROW = 1;
    private static final int END = 2;
    private static final int FORGET = 3;
    private static final int LONG_TERM = 4;
    private static final int LABELLED = 5;
    private static final int UNLABELLED = 6;
    private static final int SIZE = 64;

    private SampleMessageSerde() {}

    public static Serde<SampleMessage> create() {
        return Serdes.serdeFrom((topic, message) -> write(message), (topic, bytes) -> read(bytes));
    }

    private static byte[] write(SampleMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (message instanceof Row row) {
                out.writeByte(ROW);
                write(row.window(), out);
                out.writeBoolean(row.inWindow());
                out.writeBoolean(row.inLongTerm());
                write(row.image(), out);
            } else if (message instanceof End end) {
                out.writeByte(END);
                write(end.window(), out);
                out.writeInt(end.partition());
                out.writeLong(end.images());
                out.writeLong(end.windowBound());
                out.writeLong(end.longTermBound());
            } else if (message instanceof Forget forget) {
                out.writeByte(FORGET);
                out.writeUTF(forget.imageId());
            } else if (message instanceof LongTerm longTerm) {
                out.writeByte(LONG_TERM);
                write(longTerm.image(), out);
            } else if (message instanceof Labelled labelled) {
                out.writeByte(LABELLED);
                write(labelled.image(), out);
            } else if (message instanceof Unlabelled unlabelled) {
                out.writeByte(UNLABELLED);
                out.writeUTF(unlabelled.imageId());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a sample message cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static SampleMessage read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int type = in.readUnsignedByte();
            return switch (type) {
                case ROW -> new Row(window(in), in.readBoolean(), in.readBoolean(), image(in));
                case END -> new End(window(in), in.readInt(), in.readLong(), in.readLong(), in.readLong());
                case FORGET -> new Forget(in.readUTF());
                case LONG_TERM -> new LongTerm(image(in));
                case LABELLED -> new Labelled(image(in));
                case UNLABELLED -> new Unlabelled(in.readUTF());
                default -> throw new IllegalStateException("a sample message of type %d is not known".formatted(type));
            };
        } catch (IOException e) {
            throw new UncheckedIOException("%d bytes are no sample message".formatted(bytes.length), e);
        }
    }

    private static void write(byte[] image, DataOutputStream out) throws IOException {
        out.writeInt(image.length);
        out.write(image);
    }

    private static byte[] image(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static void write(SampleWindow window, DataOutputStream out) throws IOException {
        out.writeLong(window.start());
        out.writeLong(window.end());
    }

    private static SampleWindow window(DataInputStream in) throws IOException {
        return new SampleWindow(in.readLong(), in.readLong());
    }
}
