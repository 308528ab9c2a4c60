"""Retrieval in plain numpy, in double precision: principal components, whitening by neighbours, expansion by two.

Takes a file of JSON with the rows' file, their labels and which are in the gallery of each split; leaves the figures of each
query, by variant and split: precision at 10, average precision, whether the first hit is right.
"""

import json
import sys

import numpy

DIMENSIONS = 256
NEIGHBOURS = 10
SHRINKAGE = 1.0
NEAREST = 2


def unit(rows):
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-30)


def components(rows, mean):
    _, vectors = numpy.linalg.eigh((rows - mean).T @ (rows - mean))
    return vectors[:, ::-1][:, :DIMENSIONS].T


def whitened(rows, mean, basis):
    directions = unit((rows - mean) @ basis.T)
    cosines = directions @ directions.T
    numpy.fill_diagonal(cosines, -numpy.inf)
    nearest = numpy.argsort(-cosines, axis=1, kind="stable")[:, :NEIGHBOURS]
    near = numpy.zeros(cosines.shape, bool)
    numpy.put_along_axis(near, nearest, True, 1)
    first, second = numpy.nonzero(numpy.triu(near & near.T))
    differences = directions[first] - directions[second]
    scatter = differences.T @ differences / (2 * len(first))
    values, vectors = numpy.linalg.eigh(scatter)
    factors = (numpy.maximum(values, 0) + SHRINKAGE * numpy.trace(scatter) / len(scatter)) ** -0.5
    return (factors[:, None] * vectors.T) @ basis


def expanded(gallery, queries):
    cosines = queries @ gallery.T
    nearest = numpy.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST]
    weights = numpy.maximum(numpy.take_along_axis(cosines, nearest, 1), 0)
    return unit(queries + numpy.einsum("qn,qnd->qd", weights, gallery[nearest]))


def figures(gallery, queries, gallery_labels, query_labels):
    order = numpy.argsort(-(queries @ gallery.T), axis=1, kind="stable")
    relevant = gallery_labels[order] == query_labels[:, None]
    found = relevant.cumsum(1)
    precision = relevant * found / numpy.arange(1, relevant.shape[1] + 1)
    average = precision.sum(1) / numpy.maximum(relevant.sum(1), 1)
    return numpy.column_stack([relevant[:, :10].mean(1), average, relevant[:, 0]]).tolist()


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    rows = numpy.fromfile(request["rows"], "<f4").reshape(-1, request["width"]).astype(numpy.float64)
    labels = numpy.array(request["labels"])
    answer = {}
    for split in request["galleries"]:
        gallery = numpy.array(split)
        mean = rows[gallery].mean(0)
        plain = components(rows[gallery], mean)
        for name, basis in (("PCA", plain), ("NEIGHBOURS", whitened(rows[gallery], mean, plain))):
            inside, outside = (unit((rows[part] - mean) @ basis.T) for part in (gallery, ~gallery))
            for suffix, queries in (("", outside), ("_EXPANDED", expanded(inside, outside))):
                result = figures(inside, queries, labels[gallery], labels[~gallery])
                answer.setdefault(name + suffix, []).append(result)
    with open(sys.argv[2], "w") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main()
