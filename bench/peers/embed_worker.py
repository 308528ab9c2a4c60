"""The embedder that a competent user would write in Python: images.arrived in, vectors out.

It is given every care that Python allows. Pictures are fetched, checked, decoded and resized in a pool of threads, all
of it in C code that lets go of the interpreter's lock; JPEGs are shrunk while they are decoded; inference runs on
micro-batches while the pool prepares the next ones; consuming never waits for the pipeline to run empty; producing is
asynchronous, and offsets are committed once the vectors before them are acknowledged. It is at least once, where
Lookalike's embedder is effectively once, and has no limits, metrics, retries or quarantine.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import io
import json
import pathlib
import signal
import struct
import time
import urllib.parse
import urllib.request

import confluent_kafka
import cv2
import fastavro
import numpy
import onnxruntime

READ_AHEAD = 4
COMMIT_EVERY = 256
MARGIN = 2
REDUCED = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
PROVIDERS = {
    "cpu": ["CPUExecutionProvider"],
    "cuda": ["CUDAExecutionProvider"],
    "tensorrt": ["TensorrtExecutionProvider", "CUDAExecutionProvider"],
}


class Registry:
    """Schemas by their number and by their subject, in Confluent's wire format."""

    def __init__(self, url):
        self.url = url
        self.readers = {}

    def get(self, path):
        with urllib.request.urlopen(f"{self.url}/{path}", timeout=20) as answer:
            return json.load(answer)

    def decode(self, value):
        magic, number = struct.unpack_from(">bI", value)
        if magic != 0:
            raise ValueError("not a record of the schema registry")
        if number not in self.readers:
            self.readers[number] = fastavro.parse_schema(json.loads(self.get(f"schemas/ids/{number}")["schema"]))
        return fastavro.schemaless_reader(io.BytesIO(memoryview(value)[5:]), self.readers[number])

    def encoder(self, subject):
        newest = self.get(f"subjects/{subject}/versions/latest")
        schema = fastavro.parse_schema(json.loads(newest["schema"]))
        prefix = struct.pack(">bI", 0, newest["id"])

        def encode(record):
            out = io.BytesIO()
            out.write(prefix)
            fastavro.schemaless_writer(out, schema, record)
            return out.getvalue()

        return encode


class Preparation:
    """From an event to the encoder's input."""

    def __init__(self, description):
        settings = description["preprocessing"]
        if settings["layout"] != "NCHW" or settings["resizeMode"] != "SQUASH":
            raise SystemExit("this worker knows NCHW and SQUASH only")
        self.size = (settings["width"], settings["height"])
        self.swap = settings["channelOrder"] == "RGB"
        self.mean = numpy.array(settings["mean"], numpy.float32).reshape(3, 1, 1)
        self.scale = 1 / numpy.array(settings["std"], numpy.float32).reshape(3, 1, 1)

    def factor(self, width, height):
        factor = 1
        while factor < 8 and min(width, height) // (2 * factor) // MARGIN >= max(self.size):
            factor *= 2
        return factor

    def __call__(self, event):
        data = event["inline"] or pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(event["uri"]).path)).read_bytes()
        if hashlib.sha256(data).hexdigest() != event["sha256"]:
            raise ValueError(f"the bytes of {event['imageId']} have changed")
        width, height = jpeg_size(data) or (0, 0)
        factor = self.factor(width, height) if width else 1
        pixels = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), REDUCED[factor])
        if pixels is None:
            raise ValueError(f"{event['imageId']} is no picture")
        if not width:
            height, width = pixels.shape[:2]
        shrinks = pixels.shape[1] > self.size[0] and pixels.shape[0] > self.size[1]
        resized = cv2.resize(pixels, self.size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        planes = cv2.dnn.blobFromImage(resized, swapRB=self.swap)[0]
        planes -= self.mean
        planes *= self.scale
        return planes, width, height


def jpeg_size(data):
    """Width and height from a JPEG's frame header, or nothing for any other file."""
    if data[:2] != b"\xff\xd8":
        return None
    position = 2
    while position + 9 < len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, position + 5)
            return width, height
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
    return None


def open_session(folder, device, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=PROVIDERS[device])
    if session.get_providers()[0] != PROVIDERS[device][0]:
        raise SystemExit(f"onnxruntime has no {device} here")
    return session


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap-servers", required=True)
    parser.add_argument("--registry-url", required=True)
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--device", choices=sorted(PROVIDERS), default="cpu")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--encoder-id", default="python")
    return parser.parse_args()


def main():
    settings = arguments()
    # The pool's threads work side by side; threads of OpenCV's own would only compete with them.
    cv2.setNumThreads(1)
    description = json.loads((settings.encoder / "encoder.json").read_text())
    session = open_session(settings.encoder, settings.device, settings.threads)
    prepare = Preparation(description)
    registry = Registry(settings.registry_url)
    encode = registry.encoder("vectors-value")
    consumer = confluent_kafka.Consumer(
        {
            "bootstrap.servers": settings.bootstrap_servers,
            "group.id": "python",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
            "fetch.wait.max.ms": 100,
        }
    )
    producer = confluent_kafka.Producer(
        {"bootstrap.servers": settings.bootstrap_servers, "enable.idempotence": True, "linger.ms": 5}
    )
    consumer.subscribe(["images.arrived"])
    pool = concurrent.futures.ThreadPoolExecutor(settings.threads)
    ending = []
    signal.signal(signal.SIGTERM, lambda *_: ending.append(True))
    waiting = collections.deque()
    uncommitted = []

    def commit():
        producer.flush()
        ends = {}
        for message in uncommitted:
            ends[message.topic(), message.partition()] = message.offset() + 1
        consumer.commit(
            offsets=[confluent_kafka.TopicPartition(topic, part, end) for (topic, part), end in ends.items()],
            asynchronous=False,
        )
        uncommitted.clear()

    def read_ahead():
        while len(waiting) < READ_AHEAD:
            messages = consumer.consume(settings.batch, timeout=0.05 if not waiting and not uncommitted else 0)
            messages = [message for message in messages if not message.error() and message.value() is not None]
            if not messages:
                return
            events = [registry.decode(message.value()) for message in messages]
            waiting.append((messages, events, [pool.submit(prepare, event) for event in events]))

    def infer(messages, events, futures):
        prepared = [future.result() for future in futures]
        batch = numpy.stack([planes for planes, _, _ in prepared])
        features = session.run([description["output"]], {description["input"]: batch})[0]
        features = features.reshape(len(batch), -1)
        now = int(time.time() * 1000)
        for message, event, (_, width, height), vector in zip(messages, events, prepared, features):
            record = {
                "imageId": event["imageId"],
                "encoderId": settings.encoder_id,
                "dimensions": len(vector),
                "encoding": "FLOAT32_LE",
                "features": vector.tobytes(),
                "uri": event["uri"],
                "sha256": event["sha256"],
                "source": event["source"],
                "capturedAt": event["capturedAt"],
                "arrivedAt": event["arrivedAt"],
                "embeddedAt": now,
                "attributes": event["attributes"],
                "width": width,
                "height": height,
            }
            producer.produce("vectors", value=encode(record), key=message.key())
        producer.poll(0)
        uncommitted.extend(messages)

    while not ending:
        read_ahead()
        if waiting:
            infer(*waiting.popleft())
        if uncommitted and (len(uncommitted) >= COMMIT_EVERY or not waiting):
            commit()
    pool.shutdown(cancel_futures=True)
    consumer.close()


if __name__ == "__main__":
    main()
