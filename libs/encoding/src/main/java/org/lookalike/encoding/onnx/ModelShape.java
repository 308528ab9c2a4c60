package org.lookalike.encoding.onnx;

import ai.djl.ndarray.types.Shape;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.nio.file.Path;
import java.util.Arrays;
import org.lookalike.encoding.EncoderDescription;
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
     * Compares the inputs that the model declares with the description.
     *
     * @throws EncoderUnusableException if there is another number of inputs, another name or another shape, or if the
     *     batch dimension is fixed
     */
    static void check(Path folder, EncoderDescription description, PairList<String, Shape> inputs) {
        if (inputs.size() != 1 || !inputs.get(0).getKey().equals(description.input())) {
            throw new EncoderUnusableException("%s: the model's inputs are %s, the description names one, '%s'"
                    .formatted(folder, inputs.keys(), description.input()));
        }
        Pair<String, Shape> input = inputs.get(0);
        long[] actual = input.getValue().getShape();
        long[] expected = input(description.preprocessing(), ANY);
        if (actual.length > 0 && actual[0] != ANY) {
            throw new EncoderUnusableException(
                    ("%s: the model's input '%s' is %s, with a batch of exactly %d: export it with a free batch"
                                    + " dimension")
                            .formatted(folder, input.getKey(), Arrays.toString(actual), actual[0]));
        }
        boolean fits = actual.length == expected.length;
        for (int axis = 1; fits && axis < expected.length; axis++) {
            // A model may leave height and width free too; then the description decides.
            fits = actual[axis] == expected[axis] || actual[axis] == ANY;
        }
        if (!fits) {
            throw new EncoderUnusableException(
                    "%s: the model's input '%s' is %s, the description's preprocessing gives %s"
                            .formatted(folder, input.getKey(), Arrays.toString(actual), Arrays.toString(expected)));
        }
    }

    /** Whether an output for a batch holds one vector per picture: N x D, or N x D x 1 x 1. */
    static boolean isFeatures(long[] output, long batch, long dimensions) {
        if (output.length < 2 || output[0] != batch || output[1] != dimensions) {
            return false;
        }
        return output.length == 2 || (output.length == 4 && output[2] == 1 && output[3] == 1);
    }
}
