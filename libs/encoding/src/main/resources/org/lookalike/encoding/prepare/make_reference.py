"""Makes an encoder's reference: the features of the golden pictures, without any part of Lookalike.

usage: make_reference.py ENCODER PICTURES ENCODER_ID > reference.json

ENCODER     an encoder's folder: model.onnx and encoder.json
PICTURES    the golden pictures, as `lookalike encoder golden PICTURES` writes them
ENCODER_ID  the encoder's id, as `lookalike encoder show ENCODER` tells it

Needs numpy, Pillow and onnxruntime. Decodes and resizes with Pillow, as encoders are trained, following the description.
"""

import base64
import hashlib
import json
import pathlib
import sys

import numpy as np
import onnxruntime
import PIL
from PIL import Image, ImageOps


def upright_rgb(path):
    """The picture turned as its Exif says, opaque over white."""
    with Image.open(path) as picture:
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def resized(picture, wanted):
    size = (wanted["width"], wanted["height"])
    if wanted["resizeMode"] == "SQUASH":
        return picture.resize(size, Image.Resampling.BILINEAR)
    short = min(picture.size)
    scaled = tuple(wanted["cropFromShortSide"] * side // short for side in picture.size)
    left, top = (round((full - part) / 2) for full, part in zip(scaled, size))
    picture = picture.resize(scaled, Image.Resampling.BILINEAR)
    return picture.crop((left, top, left + size[0], top + size[1]))


def prepared(path, wanted):
    """One picture as the model's input, a batch of one."""
    samples = np.asarray(resized(upright_rgb(path), wanted), np.float32)
    if wanted["channelOrder"] == "BGR":
        samples = samples[:, :, ::-1]
    samples = (samples - np.array(wanted["mean"], np.float32)) / np.array(wanted["std"], np.float32)
    if wanted["layout"] == "NCHW":
        samples = samples.transpose(2, 0, 1)
    return np.ascontiguousarray(samples[None])


def main(encoder, pictures, encoder_id):
    folder = pathlib.Path(encoder)
    description = json.loads((folder / "encoder.json").read_text())
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    entries = []
    for path in sorted(pathlib.Path(pictures).iterdir()):
        samples = prepared(path, description["preprocessing"])
        (features,) = session.run([description["output"]], {description["input"]: samples})
        data = features.reshape(-1).astype("<f4").tobytes()
        entries.append(
            {
                "name": path.name,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "features": base64.b64encode(data).decode(),
            }
        )
    made_by = f"Pillow {PIL.__version__}, onnxruntime {onnxruntime.__version__}"
    json.dump({"encoderId": encoder_id, "madeBy": made_by, "pictures": entries}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
