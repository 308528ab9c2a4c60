"""Makes an encoder's version with 16-bit floats, for GPUs; input and output stay 32-bit floats.

usage: half_encoder.py ENCODER FOLDER

Needs numpy, onnx and onnxruntime.
"""

import hashlib
import json
import pathlib
import sys

import onnx
from onnxruntime.transformers.float16 import convert_float_to_float16


def main(encoder, folder):
    source, target = pathlib.Path(encoder), pathlib.Path(folder)
    description = json.loads((source / "encoder.json").read_text())
    model = convert_float_to_float16(onnx.load(str(source / "model.onnx")), keep_io_types=True)
    target.mkdir(parents=True)
    data = model.SerializeToString()
    (target / "model.onnx").write_bytes(data)
    description["name"] += ", fp16"
    description["modelSha256"] = hashlib.sha256(data).hexdigest()
    description["origin"] = f"16-bit floats of {description['origin']}"
    (target / "encoder.json").write_text(json.dumps(description, indent=2))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
