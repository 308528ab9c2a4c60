package org.lookalike.encoding.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderFolder;
import org.lookalike.encoding.EncoderUnusableException;
import org.lookalike.imaging.preprocess.Preprocessing;

/** The tensor shapes that a description promises, and whether a model keeps them. */
final class ModelShape {
    private static final int CHANNELS = 3;
    private static final int ANY = -1;

    private ModelShape() {}

    /** The input's shape for a batch. */
    static long[] input(Preprocessing preprocessing, long batch) {
        int height = preprocessing.height();
        int width = preprocessing.width();
        return switch (preprocessing.layout()) {
            case NCHW -> new long[] {batch, CHANNELS, height, width};
            case NHWC -> new long[] {batch, height, width, CHANNELS};
        };
    }

    /**
     * Compares the inputs that the model declares with the description. Reads the model with ONNX Runtime's own classes,
     * since DJL tells the names of a model's inputs and not their shapes.
     *
     * @throws EncoderUnusableException if the file is no model, or has another number of inputs, another name, type or
     *     shape, or a fixed batch dimension
     */
    static void check(EncoderFolder folder) {
        Path model = folder.model();
        EncoderDescription description = folder.description();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toString(), options)) {
                check(model, description, session.getInputInfo());
            }
        } catch (OrtException e) {
            throw new EncoderUnusableException("%s is not a valid model: %s".formatted(model, e.getMessage()), e);
        }
    }

    private static void check(Path model, EncoderDescription description, Map<String, NodeInfo> inputs) {
        NodeInfo input = inputs.get(description.input());
        if (input == null || inputs.size() != 1) {
            throw new EncoderUnusableException("%s: the model's inputs are %s, the description names one, '%s'"
                    .formatted(model, inputs.keySet(), description.input()));
        }
        if (!(input.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw new EncoderUnusableException("%s: the model's input '%s' is %s, it must be a tensor of 32-bit floats"
                    .formatted(model, description.input(), input.getInfo()));
        }
        long[] actual = tensor.getShape();
        long[] expected = input(description.preprocessing(), ANY);
        if (actual.length > 0 && actual[0] != ANY) {
            throw new EncoderUnusableException(
                    "%s: the model's input '%s' is %s, a batch of exactly %d: export it with a free batch dimension"
                            .formatted(model, description.input(), Arrays.toString(actual), actual[0]));
        }
        boolean fits = actual.length == expected.length;
        for (int axis = 1; fits && axis < expected.length; axis++) {
            // A model may leave height and width free too; then the description decides.
            fits = actual[axis] == expected[axis] || actual[axis] == ANY;
        }
        if (!fits) {
            throw new EncoderUnusableException(
                    "%s: the model's input '%s' is %s, the description's preprocessing gives %s"
                            .formatted(model, description.input(), Arrays.toString(actual), Arrays.toString(expected)));
        }
    }

    /** Whether an output for a batch holds one vector per image: N x D, or N x D x 1 x 1. */
    static boolean isFeatures(long[] output, long batch, long dimensions) {
        if (output.length < 2 || output[0] != batch || output[1] != dimensions) {
            return false;
        }
        return output.length == 2 || (output.length == 4 && output[2] == 1 && output[3] == 1);
    }
}
