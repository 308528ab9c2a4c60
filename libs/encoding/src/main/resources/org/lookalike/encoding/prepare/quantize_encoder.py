"""Makes an int8 version of an encoder's model: weights of 8 bits by channel, activations of 8 bits by tensor.

Weights are not rounded to the nearest level: what rounding one weight does to a convolution's output is made up for by
those that are rounded after it, in proportion to how their inputs vary together on the calibration pictures (Frantar et
al., GPTQ, ICLR 2023), and by the bias, in proportion to the inputs' means (Nagel et al., Data-Free Quantization, ICCV
2019).

usage: quantize_encoder.py MODEL PIXELS INPUT CHANNELS,ROWS,COLUMNS METHOD WEIGHT_BITS OUTPUT

MODEL        the model with 32-bit floats
PIXELS       the calibration pictures as the model's input, one after another, raw little-endian floats
INPUT        the name of the model's input
METHOD       how ranges are found: minmax, percentile or entropy
WEIGHT_BITS  8, or 7 for processors whose 8-bit products saturate
OUTPUT       the model to write

Needs numpy, onnx and onnxruntime.
"""

import logging
import pathlib
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

METHODS = {
    "minmax": CalibrationMethod.MinMax,
    "percentile": CalibrationMethod.Percentile,
    "entropy": CalibrationMethod.Entropy,
}
PERCENTILE = 99.999
# What has fast kernels for integers. Pools before the output stay floats: their means need more than 256 levels.
OPERATORS = ["Conv", "MatMul", "Gemm", "Add", "Relu", "Clip", "MaxPool", "Concat"]
# The first convolutions stay floats: they are a small part of the work, have too few inputs for integer kernels to be much
# faster, and what they lose is lost for all that follow.
FLOAT_CONVOLUTIONS = 3
# Of each convolution's inputs, so many are looked at in each picture.
POSITIONS = 128
# Covariances take memory in the square of the inputs and time in their cube; beyond this, the bias alone makes up.
MOST_INPUTS = 2048
MOST_COVARIANCES = 1 << 24
# Added to the variances, as a part of their mean, so that few pictures determine a rounding as well as many.
DAMPING = 0.01
# Intermediate results of so many pictures are held at once while ranges are collected.
MOST_AT_ONCE = 8


class Pictures(CalibrationDataReader):
    """Hands the pictures out one at a time; the file stays on disk."""

    def __init__(self, file, name, sides):
        self.pixels = np.memmap(file, "<f4", "r").reshape(-1, 1, *sides)
        self.name = name
        self.set_range(0, len(self.pixels))

    def __len__(self):
        return len(self.pixels)

    def set_range(self, start_index, end_index):
        self.next, self.end = start_index, end_index

    def get_next(self):
        if self.next >= self.end:
            return None
        self.next += 1
        return {self.name: np.ascontiguousarray(self.pixels[self.next - 1])}


class Convolution:
    """A convolution of the model with floats, and what the calibration pictures showed of its inputs."""

    def __init__(self, node, weight):
        attributes = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
        self.name, self.input, self.has_bias = node.name, node.input[0], len(node.input) > 2
        self.weight = weight.astype(np.float64)
        self.kernel = weight.shape[2:]
        self.groups = attributes.get("group", 1)
        self.strides = attributes.get("strides", [1, 1])
        self.pads = attributes.get("pads", [0, 0, 0, 0])
        self.known = (
            weight.ndim == 4
            and attributes.get("auto_pad", b"NOTSET") == b"NOTSET"
            and all(step == 1 for step in attributes.get("dilations", [1]))
        )
        # The inputs of one output.
        self.inputs = int(np.prod(weight.shape[1:]))
        self.with_covariance = (
            self.inputs <= MOST_INPUTS and self.groups * self.inputs * self.inputs <= MOST_COVARIANCES
        )
        self.seen, self.sums, self.products = 0, 0.0, 0.0

    def look_at(self, value, random):
        """Takes some positions of one picture's input into account."""
        top, left, bottom, right = self.pads
        padded = np.pad(value[0], [(0, 0), (top, bottom), (left, right)])
        steps = [(padded.shape[1 + i] - self.kernel[i]) // self.strides[i] + 1 for i in range(2)]
        rows, columns = (random.integers(0, count, POSITIONS) * stride for count, stride in zip(steps, self.strides))
        patches = np.stack(
            [padded[:, y : y + self.kernel[0], x : x + self.kernel[1]] for y, x in zip(rows, columns)]
        )
        patches = patches.reshape(POSITIONS, self.groups, self.inputs).transpose(1, 0, 2).astype(np.float64)
        self.seen += POSITIONS
        self.sums = self.sums + patches.sum(axis=1)
        if self.with_covariance:
            self.products = self.products + patches.transpose(0, 2, 1) @ patches

    def rounded(self, scales, limit):
        """The weights as integers, outputs x inputs, and what to add to the biases, one number for each output."""
        weight = self.weight.reshape(len(self.weight), -1)
        means = self.sums / self.seen
        each = len(weight) // self.groups
        if self.with_covariance:
            covariances = self.products / self.seen
            if self.has_bias:
                # The bias makes up for the means.
                covariances = covariances - means[:, :, None] * means[:, None, :]
            parts = [slice(group * each, (group + 1) * each) for group in range(self.groups)]
            integers = np.concatenate(
                [round_together(weight[part], covariances[g], scales[part], limit) for g, part in enumerate(parts)]
            )
        else:
            integers = np.clip(np.round(weight / scales[:, None]), -limit, limit)
        lost = weight - integers * scales[:, None]
        return integers, (lost * np.repeat(means, each, axis=0)).sum(axis=1)


def round_together(weight, covariance, scales, limit):
    """Rounds the weights of one input after another, those of the most varying first."""
    inputs = len(covariance)
    order = np.argsort(-np.diag(covariance), kind="stable")
    damped = covariance[np.ix_(order, order)]
    damped = damped + np.eye(inputs) * (DAMPING * np.trace(damped) / inputs + 1e-10)
    factor = np.linalg.cholesky(np.linalg.inv(damped)).T
    left = weight[:, order].copy()
    integers = np.empty_like(left)
    for j in range(inputs):
        integers[:, j] = np.clip(np.round(left[:, j] / scales), -limit, limit)
        error = (left[:, j] - integers[:, j] * scales) / factor[j, j]
        left[:, j + 1 :] -= np.outer(error, factor[j, j + 1 :])
    return integers[:, np.argsort(order)]


def first_nodes(model):
    """The names of all nodes up to the last convolution that stays in floats; none where there are few convolutions."""
    places = [place for place, node in enumerate(model.graph.node) if node.op_type == "Conv"]
    if len(places) <= 2 * FLOAT_CONVOLUTIONS:
        return []
    return [node.name for node in model.graph.node[: places[FLOAT_CONVOLUTIONS - 1] + 1]]


def convolutions(model):
    weights = {initializer.name: initializer for initializer in model.graph.initializer}
    found = [
        Convolution(node, numpy_helper.to_array(weights[node.input[1]]))
        for node in model.graph.node
        if node.op_type == "Conv" and node.input[1] in weights
    ]
    return [convolution for convolution in found if convolution.known]


def look_at_pictures(model, found, pictures):
    """Runs the model with floats on the pictures."""
    given = {value.name for value in model.graph.input}
    wanted = sorted({convolution.input for convolution in found} - given)
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    outputs = {value.name for value in probe.graph.output}
    probe.graph.output.extend(
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in wanted if name not in outputs
    )
    options = onnxruntime.SessionOptions()
    # Beside other work, threads that spin while they wait take what the others need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(probe.SerializeToString(), options, providers=["CPUExecutionProvider"])
    random = np.random.Generator(np.random.PCG64(1))
    pictures.set_range(0, len(pictures))
    for inputs in iter(pictures.get_next, None):
        values = dict(inputs, **dict(zip(wanted, session.run(wanted, inputs) if wanted else [])))
        for convolution in found:
            convolution.look_at(values[convolution.input], random)


def round_weights(model, quantized, pictures):
    """Replaces the integers in the quantised model, whose scales stay as they are."""
    found = convolutions(model)
    nodes = {node.name: node for node in quantized.graph.node}
    makers = {node.output[0]: node for node in quantized.graph.node if node.op_type == "DequantizeLinear"}
    tensors = {initializer.name: initializer for initializer in quantized.graph.initializer}
    found = [one for one in found if one.name in nodes and nodes[one.name].input[1] in makers]
    look_at_pictures(model, found, pictures)

    def read(name):
        return numpy_helper.to_array(tensors[name])

    def write(name, values):
        tensors[name].CopyFrom(numpy_helper.from_array(values.astype(read(name).dtype), name))

    for one in found:
        node = nodes[one.name]
        weight = makers[node.input[1]]
        before = read(weight.input[0])
        scales = np.broadcast_to(read(weight.input[1]).astype(np.float64).reshape(-1), len(before))
        integers, missing = one.rounded(scales, int(np.abs(before.astype(int)).max()))
        write(weight.input[0], integers.reshape(before.shape))
        if one.has_bias and node.input[2] in makers:
            bias = makers[node.input[2]]
            added = read(bias.input[0]) + np.round(missing / read(bias.input[1]).astype(np.float64))
            limits = np.iinfo(np.int32)
            write(bias.input[0], np.clip(added, limits.min, limits.max))
        elif one.has_bias and node.input[2] in tensors:
            write(node.input[2], read(node.input[2]) + missing)


def main(model, pixels, name, sides, method, weight_bits, output):
    logging.disable(logging.WARNING)
    pictures = Pictures(pixels, name, [int(side) for side in sides.split(",")])
    with tempfile.TemporaryDirectory(dir=pathlib.Path(output).parent) as work:
        prepared = pathlib.Path(work) / "prepared.onnx"
        # Folds constants and normalisations, and tells the shapes that the ranges are attached to.
        quant_pre_process(model, str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            output,
            pictures,
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=OPERATORS,
            nodes_to_exclude=first_nodes(onnx.load(str(prepared))),
            per_channel=True,
            reduce_range=weight_bits == "7",
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=METHODS[method],
            extra_options={
                "CalibStridedMinMax": max(n for n in range(1, MOST_AT_ONCE + 1) if len(pictures) % n == 0),
                "CalibPercentile": PERCENTILE,
            },
        )
        quantized = onnx.load(output)
        round_weights(onnx.load(str(prepared)), quantized, pictures)
    onnx.save(quantized, output)
    if not any(node.op_type == "QuantizeLinear" for node in quantized.graph.node):
        sys.exit(f"{model} has none of the operators that can be quantised: {', '.join(OPERATORS)}")


if __name__ == "__main__":
    if len(sys.argv) != 8:
        sys.exit(__doc__)
    main(*sys.argv[1:])
