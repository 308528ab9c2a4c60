package org.lookalike.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.imaging.store.Sha256;

/**
 * An encoder that costs next to nothing, for tests of everything but the pictures: the means of the 8 x 8 pixel cells of
 * a 32 x 32 picture, 48 features. Its ONNX model, an average pool and a flatten without any weights, is written here
 * field by field.
 */
final class TinyEncoder {
    static final int SIDE = 32;
    static final int CELL = 8;
    static final int DIMENSIONS = 3 * (SIDE / CELL) * (SIDE / CELL);

    private static final int FLOAT = 1;
    private static final int ATTRIBUTE_INTS = 7;
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;

    private TinyEncoder() {}

    /** Writes the encoder's folder, made where missing. */
    static EncoderFolder write(Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] model = model();
        Files.write(folder.resolve(EncoderFolder.MODEL_FILE), model);
        Preprocessing preprocessing = new Preprocessing(
                SIDE,
                SIDE,
                ResizeMode.SQUASH,
                0,
                Layout.NCHW,
                ChannelOrder.RGB,
                List.of(127f, 127f, 127f),
                List.of(128f, 128f, 128f));
        EncoderFolder written = new EncoderFolder(
                folder,
                new EncoderDescription(
                        "tiny",
                        Sha256.of(model),
                        "picture",
                        "features",
                        DIMENSIONS,
                        preprocessing,
                        "Apache-2.0",
                        "made by a test"));
        written.writeDescription();
        return written;
    }

    private static byte[] model() {
        byte[] pool = join(
                text(1, "picture"),
                text(2, "cells"),
                text(4, "AveragePool"),
                bytes(5, sides("kernel_shape")),
                bytes(5, sides("strides")));
        byte[] flatten = join(text(1, "cells"), text(2, "features"), text(4, "Flatten"));
        byte[] graph = join(
                bytes(1, pool),
                bytes(1, flatten),
                text(2, "tiny"),
                bytes(11, tensor("picture", 3, SIDE, SIDE)),
                bytes(12, tensor("features", DIMENSIONS)));
        return join(number(1, IR_VERSION), bytes(7, graph), bytes(8, number(2, OPERATOR_SET)));
    }

    private static byte[] sides(String name) {
        return join(text(1, name), number(8, CELL), number(8, CELL), number(20, ATTRIBUTE_INTS));
    }

    /** A tensor of floats whose first axis is the batch. */
    private static byte[] tensor(String name, int... sides) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        shape.writeBytes(bytes(1, text(2, "batch")));
        for (int side : sides) {
            shape.writeBytes(bytes(1, number(1, side)));
        }
        byte[] type = bytes(1, join(number(1, FLOAT), bytes(2, shape.toByteArray())));
        return join(text(1, name), bytes(2, type));
    }

    private static byte[] number(int field, int value) {
        return join(varint(field << 3), varint(value));
    }

    private static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int field, byte[] value) {
        return join(varint((field << 3) | 2), varint(value.length), value);
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
