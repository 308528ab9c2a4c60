"""What Lookalike's latent maths is measured against: scikit-learn, faiss and openTSNE on the same rows, starts and threads.

One request is a line of JSON on standard input, its answer a line on standard output. Rows, centres and components lie
in files as little-endian numbers, row after row. Only the fit is timed, never reading or importing.
"""

import argparse
import functools
import importlib.metadata
import json
import sys
import time

import numpy


@functools.lru_cache(maxsize=1)
def load(path, width):
    return numpy.fromfile(path, "<f4").reshape(-1, width)


def timed(repeats, fit):
    """The last result, and the shortest time of all."""
    best = float("inf")
    for _ in range(repeats):
        begin = time.perf_counter()
        result = fit()
        best = min(best, time.perf_counter() - begin)
    return result, best


def pca(request):
    from sklearn.decomposition import PCA

    rows = load(request["rows"], request["width"])
    if request["precision"] == "float64":
        rows = rows.astype(numpy.float64)
    model, seconds = timed(
        request["repeats"],
        lambda: PCA(n_components=request["dimensions"], svd_solver=request["solver"], random_state=0).fit(rows),
    )
    model.components_.astype("<f4").tofile(request["result"])
    return {"seconds": seconds, "variance": [float(value) for value in model.explained_variance_]}


def angles(request):
    """How two bases of one dimension lie to each other: the largest angle, and the mean squared cosine."""
    first, second = (
        numpy.fromfile(path, "<f4").reshape(-1, request["width"]).astype(numpy.float64)
        for path in (request["first"], request["second"])
    )
    first, second = numpy.linalg.qr(first.T)[0], numpy.linalg.qr(second.T)[0]
    cosines = numpy.linalg.svd(first.T @ second, compute_uv=False)
    # The sine is precise where the cosine is nearly 1.
    sine = numpy.linalg.norm(second - first @ (first.T @ second), 2)
    return {"degrees": float(numpy.degrees(numpy.arcsin(min(1, sine)))), "overlap": float(numpy.mean(cosines**2))}


def kmeans(request):
    from sklearn.cluster import KMeans

    rows = load(request["rows"], request["width"])
    start = numpy.fromfile(request["start"], "<f4").reshape(-1, request["width"])
    model, seconds = timed(
        request["repeats"],
        lambda: KMeans(
            n_clusters=len(start),
            init=start,
            n_init=1,
            max_iter=request["iterations"],
            tol=request["tolerance"],
            algorithm="lloyd",
        ).fit(rows),
    )
    model.cluster_centers_.astype("<f4").tofile(request["result"])
    return {"seconds": seconds, "iterations": int(model.n_iter_)}


def faiss_kmeans(request):
    import faiss

    faiss.omp_set_num_threads(request["threads"])
    rows = load(request["rows"], request["width"])
    start = numpy.fromfile(request["start"], "<f4").reshape(-1, request["width"])

    def fit():
        clustering = faiss.Clustering(request["width"], len(start))
        clustering.niter = request["iterations"]
        # All rows, as everybody else.
        clustering.max_points_per_centroid = len(rows)
        faiss.copy_array_to_vector(start.ravel(), clustering.centroids)
        clustering.train(rows, faiss.IndexFlatL2(request["width"]))
        return faiss.vector_to_array(clustering.centroids)

    centres, seconds = timed(request["repeats"], fit)
    centres.astype("<f4").tofile(request["result"])
    return {"seconds": seconds, "iterations": request["iterations"]}


def lda(request):
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    rows = load(request["rows"], request["width"])
    labels = numpy.arange(len(rows)) % request["classes"]
    model, seconds = timed(
        request["repeats"],
        lambda: LinearDiscriminantAnalysis(solver="eigen", shrinkage=request["shrinkage"]).fit(rows, labels),
    )
    model.predict(rows).astype("<f4").tofile(request["result"])
    return {"seconds": seconds}


def tsne(request):
    from openTSNE import TSNE

    rows = load(request["rows"], request["width"])
    positions, seconds = timed(
        request["repeats"],
        lambda: TSNE(
            perplexity=request["perplexity"],
            early_exaggeration_iter=request["exaggerated"],
            n_iter=request["further"],
            n_jobs=request["threads"],
            random_state=0,
        ).fit(rows),
    )
    numpy.asarray(positions).astype("<f4").tofile(request["result"])
    return {"seconds": seconds}


def version(request):
    return {"version": importlib.metadata.version(request["package"])}


TASKS = {
    "pca": pca,
    "angles": angles,
    "kmeans": kmeans,
    "faiss-kmeans": faiss_kmeans,
    "lda": lda,
    "tsne": tsne,
    "version": version,
}


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(TASKS[request["task"]](request)), flush=True)


if __name__ == "__main__":
    main()
