package org.lookalike.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes ONNX models field by field, in the wire format of protocol buffers, so that tests need no model of others. */
public final class OnnxFields {
    /** {@code TensorProto.DataType.FLOAT}. */
    public static final int FLOAT = 1;
    /** {@code AttributeProto.AttributeType.INTS}. */
    public static final int ATTRIBUTE_INTS = 7;

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;

    private OnnxFields() {}

    /** A whole model around a graph's fields. */
    public static byte[] model(byte[] graph) {
        return join(number(1, IR_VERSION), bytes(7, graph), bytes(8, number(2, OPERATOR_SET)));
    }

    /** A tensor of floats: each side a number, or a name where it is free. */
    public static byte[] tensor(String name, Object... sides) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (Object side : sides) {
            shape.writeBytes(bytes(1, side instanceof Integer fixed ? number(1, fixed) : text(2, side.toString())));
        }
        byte[] type = bytes(1, join(number(1, FLOAT), bytes(2, shape.toByteArray())));
        return join(text(1, name), bytes(2, type));
    }

    /** A number's field. */
    public static byte[] number(int field, int value) {
        return join(varint(field << 3), varint(value));
    }

    /** A text's field. */
    public static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of bytes, or of another message. */
    public static byte[] bytes(int field, byte[] value) {
        return join(varint((field << 3) | 2), varint(value.length), value);
    }

    /** Several fields, one after the other. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
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
}
