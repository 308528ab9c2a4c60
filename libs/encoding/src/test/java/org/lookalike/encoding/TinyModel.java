package org.lookalike.encoding;

import static org.lookalike.encoding.OnnxFields.bytes;
import static org.lookalike.encoding.OnnxFields.join;
import static org.lookalike.encoding.OnnxFields.number;
import static org.lookalike.encoding.OnnxFields.tensor;
import static org.lookalike.encoding.OnnxFields.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;
import org.lookalike.schemas.Sha256;

/**
 * A model as unlike the default one as the folder's format allows, written byte by byte: 192 x 192, channels last, blue
 * first, ImageNet's means and deviations, centre crop, 48 features in N x 48 x 1 x 1. Its feature {@code d} is the mean,
 * over all pixels, of the pixel's three values weighted with {@code weights[d]}.
 */
public final class TinyModel {
    public static final int SIDE = 192;
    public static final int DIMENSIONS = 48;
    public static final String INPUT = "image:0";
    public static final String OUTPUT = "average pool";
    public static final Preprocessing PREPROCESSING = new Preprocessing(
            SIDE,
            SIDE,
            ResizeMode.CENTER_CROP,
            224,
            Layout.NHWC,
            ChannelOrder.BGR,
            List.of(103.53f, 116.28f, 123.675f),
            List.of(57.375f, 57.12f, 58.395f));

    public final float[][] weights = new float[DIMENSIONS][3];

    public TinyModel() {
        Random random = new Random(7);
        for (float[] row : weights) {
            for (int channel = 0; channel < 3; channel++) {
                row[channel] = random.nextFloat() * 2 - 1;
            }
        }
    }

    /** Writes a sound folder. */
    public EncoderFolder write(Path folder) throws IOException {
        return write(folder, description(onnx("batch")));
    }

    /** Writes the model with another description. */
    public EncoderFolder write(Path folder, EncoderDescription description) throws IOException {
        return write(folder, onnx("batch"), description);
    }

    static EncoderFolder write(Path folder, byte[] model, EncoderDescription description) throws IOException {
        Files.write(folder.resolve(EncoderFolder.MODEL_FILE), model);
        EncoderFolder written = new EncoderFolder(folder, description);
        written.writeDescription();
        return written;
    }

    /** Writes a model that takes one image at a time only. */
    public EncoderFolder writeWithFixedBatch(Path folder) throws IOException {
        byte[] model = onnx(1);
        return write(folder, model, description(model));
    }

    /** Writes bytes that are no model, with a description that fits them. */
    public static EncoderFolder writeBytes(Path folder, byte[] model) throws IOException {
        return write(folder, model, description(model));
    }

    /** What fits the sound model. */
    public EncoderDescription description() {
        return description(onnx("batch"));
    }

    private static EncoderDescription description(byte[] model) {
        return new EncoderDescription(
                "tiny", Sha256.of(model), INPUT, OUTPUT, DIMENSIONS, PREPROCESSING, "Apache-2.0", "this test");
    }

    private byte[] onnx(Object batch) {
        ByteBuffer kernel = ByteBuffer.allocate(DIMENSIONS * 3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : weights) {
            for (float weight : row) {
                kernel.putFloat(weight);
            }
        }
        byte[] initializer = join(
                number(1, DIMENSIONS),
                number(1, 3),
                number(1, 1),
                number(1, 1),
                number(2, OnnxFields.FLOAT),
                text(8, "kernel"),
                bytes(9, kernel.array()));
        byte[] permutation = join(
                text(1, "perm"),
                number(8, 0),
                number(8, 3),
                number(8, 1),
                number(8, 2),
                number(20, OnnxFields.ATTRIBUTE_INTS));
        byte[] graph = join(
                bytes(1, join(text(1, INPUT), text(2, "planes"), text(4, "Transpose"), bytes(5, permutation))),
                bytes(1, join(text(1, "planes"), text(1, "kernel"), text(2, "mixed"), text(4, "Conv"))),
                bytes(1, join(text(1, "mixed"), text(2, OUTPUT), text(4, "GlobalAveragePool"))),
                text(2, "tiny"),
                bytes(5, initializer),
                bytes(11, tensor(INPUT, batch, SIDE, SIDE, 3)),
                // A second output, computed on the way: the description's name decides, not the order.
                bytes(12, tensor("mixed", batch, DIMENSIONS, SIDE, SIDE)),
                bytes(12, tensor(OUTPUT, batch, DIMENSIONS, 1, 1)));
        return OnnxFields.model(graph);
    }
}
