package org.lookalike.encoding.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.lookalike.encoding.EncoderDescription;

/** Gives the batch's own buffer to the runtime, and copies the named output into rows. */
final class FeatureTranslator implements NoBatchifyTranslator<FloatBuffer, float[][]> {
    private final EncoderDescription description;
    private final int slotLength;

    FeatureTranslator(EncoderDescription description) {
        this.description = description;
        this.slotLength = description.preprocessing().elements();
    }

    @Override
    public NDList processInput(TranslatorContext context, FloatBuffer pixels) {
        int batch = pixels.remaining() / slotLength;
        Shape shape = new Shape(ModelShape.input(description.preprocessing(), batch));
        NDArray input = context.getNDManager().create(pixels, shape, DataType.FLOAT32);
        input.setName(description.input());
        return new NDList(input);
    }

    @Override
    public float[][] processOutput(TranslatorContext context, NDList outputs) {
        NDArray output = named(outputs);
        long[] shape = output.getShape().getShape();
        int dimensions = description.dimensions();
        if (output.getDataType() != DataType.FLOAT32 || !ModelShape.isFeatures(shape, shape[0], dimensions)) {
            throw new IllegalStateException("output '%s' is %s %s, the description promises N x %d of float32"
                    .formatted(description.output(), output.getDataType(), Arrays.toString(shape), dimensions));
        }
        FloatBuffer values = output.toByteBuffer().asFloatBuffer();
        float[][] rows = new float[(int) shape[0]][dimensions];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    private NDArray named(NDList outputs) {
        for (NDArray output : outputs) {
            if (description.output().equals(output.getName())) {
                return output;
            }
        }
        List<String> names = outputs.stream().map(NDArray::getName).toList();
        throw new IllegalStateException(
                "the model's outputs are %s, the description names '%s'".formatted(names, description.output()));
    }
}
