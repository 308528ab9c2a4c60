package org.lookalike.bench.encoder;

import static org.lookalike.encoding.OnnxFields.bytes;
import static org.lookalike.encoding.OnnxFields.join;
import static org.lookalike.encoding.OnnxFields.number;
import static org.lookalike.encoding.OnnxFields.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.lookalike.encoding.OnnxFields;

/**
 * The graph of ResNet-50 up to its average pool, 2,048 features, with weights drawn from a seed: for speed alone, its
 * features mean nothing.
 *
 * <p>He et al., Deep Residual Learning for Image Recognition (2016), table 1, with the stride in a block's middle
 * convolution, as torchvision and timm have it. Batch normalisation is folded, as an export for inference does.
 */
final class ResNet50 {
    static final int SIDE = 224;
    static final int FEATURES = 2048;
    static final String INPUT = "pixels";
    static final String OUTPUT = "features";

    private static final int[] BLOCKS = {3, 4, 6, 3};
    private static final int STEM_CHANNELS = 64;
    private static final int EXPANSION = 4;
    /** Of a block's last convolution: keeps the sum of 16 blocks from growing beyond what floats hold well. */
    private static final double RESIDUAL_GAIN = 0.2;

    private final SplittableRandom random;
    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
    private int tensors;

    private ResNet50(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The model's bytes, about 94 MB; the same for the same seed. */
    static byte[] model(long seed) {
        return OnnxFields.model(new ResNet50(seed).graph());
    }

    private byte[] graph() {
        String stem = relu(convolution(INPUT, 3, STEM_CHANNELS, 7, 2, 1));
        String current = node("MaxPool", join(sides("kernel_shape", 3), sides("strides", 2), pads(1)), stem);
        int channels = STEM_CHANNELS;
        for (int stage = 0; stage < BLOCKS.length; stage++) {
            int width = STEM_CHANNELS << stage;
            for (int block = 0; block < BLOCKS[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                current = bottleneck(current, channels, width, stride);
                channels = width * EXPANSION;
            }
        }
        String pooled = node("GlobalAveragePool", new byte[0], current);
        write(1, join(text(1, pooled), text(2, OUTPUT), text(4, "Flatten")));
        write(2, "resnet50".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        write(11, OnnxFields.tensor(INPUT, "batch", 3, SIDE, SIDE));
        write(12, OnnxFields.tensor(OUTPUT, "batch", FEATURES));
        return graph.toByteArray();
    }

    private String bottleneck(String input, int channels, int width, int stride) {
        String narrowed = relu(convolution(input, channels, width, 1, 1, 1));
        String middle = relu(convolution(narrowed, width, width, 3, stride, 1));
        String widened = convolution(middle, width, width * EXPANSION, 1, 1, RESIDUAL_GAIN);
        boolean same = stride == 1 && channels == width * EXPANSION;
        String shortcut = same ? input : convolution(input, channels, width * EXPANSION, 1, stride, 1);
        return relu(node("Add", new byte[0], widened, shortcut));
    }

    private String convolution(String input, int from, int to, int kernel, int stride, double gain) {
        // He et al., Delving Deep into Rectifiers (2015), equation 10.
        double deviation = gain * Math.sqrt(2.0 / (from * kernel * kernel));
        String weights = initializer(deviation, to, from, kernel, kernel);
        String bias = initializer(0, to);
        byte[] attributes = join(sides("kernel_shape", kernel), sides("strides", stride), pads(kernel / 2));
        return node("Conv", attributes, input, weights, bias);
    }

    private String relu(String input) {
        return node("Relu", new byte[0], input);
    }

    private String node(String operator, byte[] attributes, String... inputs) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            node.writeBytes(text(1, input));
        }
        String output = "t" + tensors++;
        node.writeBytes(join(text(2, output), text(4, operator), attributes));
        write(1, node.toByteArray());
        return output;
    }

    private String initializer(double deviation, int... sides) {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        int count = 1;
        for (int side : sides) {
            tensor.writeBytes(number(1, side));
            count *= side;
        }
        ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values.putFloat((float) (random.nextGaussian() * deviation));
        }
        String name = "w" + tensors++;
        tensor.writeBytes(join(number(2, OnnxFields.FLOAT), text(8, name), bytes(9, values.array())));
        write(5, tensor.toByteArray());
        return name;
    }

    private void write(int field, byte[] value) {
        graph.writeBytes(bytes(field, value));
    }

    private static byte[] sides(String name, int side) {
        return attribute(name, number(8, side), number(8, side));
    }

    private static byte[] pads(int pad) {
        return attribute("pads", number(8, pad), number(8, pad), number(8, pad), number(8, pad));
    }

    private static byte[] attribute(String name, byte[]... values) {
        return bytes(5, join(text(1, name), join(values), number(20, OnnxFields.ATTRIBUTE_INTS)));
    }
}
