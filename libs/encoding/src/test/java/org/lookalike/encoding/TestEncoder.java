package org.lookalike.encoding;

import static org.lookalike.encoding.OnnxFields.bytes;
import static org.lookalike.encoding.OnnxFields.join;
import static org.lookalike.encoding.OnnxFields.number;
import static org.lookalike.encoding.OnnxFields.tensor;
import static org.lookalike.encoding.OnnxFields.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.schemas.Sha256;

/**
 * An encoder that costs next to nothing, for tests of everything but the images: the means of the 8 x 8 pixel cells of
 * a 32 x 32 image, 48 features. Its ONNX model, an average pool and a flatten without any weights, is written here
 * field by field.
 */
public final class TestEncoder {
    public static final int SIDE = 32;
    public static final int CELL = 8;
    public static final int DIMENSIONS = 3 * (SIDE / CELL) * (SIDE / CELL);

    private TestEncoder() {}

    /** Writes the encoder's folder, made where missing. */
    public static EncoderFolder write(Path folder) throws IOException {
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
                bytes(11, tensor("picture", "batch", 3, SIDE, SIDE)),
                bytes(12, tensor("features", "batch", DIMENSIONS)));
        return OnnxFields.model(graph);
    }

    private static byte[] sides(String name) {
        return join(text(1, name), number(8, CELL), number(8, CELL), number(20, OnnxFields.ATTRIBUTE_INTS));
    }
}
