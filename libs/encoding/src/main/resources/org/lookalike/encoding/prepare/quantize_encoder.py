"""Makes an int8 version of an encoder's model: weights of 8 bits by channel, activations of 8 bits by tensor.

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
    if not any(node.op_type == "QuantizeLinear" for node in quantized.graph.node):
        sys.exit(f"{model} has none of the operators that can be quantised: {', '.join(OPERATORS)}")


if __name__ == "__main__":
    if len(sys.argv) != 8:
        sys.exit(__doc__)
    main(*sys.argv[1:])
