package org.lookalike.query.vector;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.lookalike.events.ExamplesQuery;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.events.VectorQuery;
import org.lookalike.latent.search.ExampleVector;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.query.request.Failure;
import org.lookalike.query.request.Request;
import org.lookalike.query.request.Result;
import org.lookalike.query.store.SharedCalls;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/**
 * Resolves what requests ask by to vectors: images of requests that come at the same time are encoded together, and
 * vectors of indexed images are read together. Thread-safe.
 */
public final class QueryVectors {
    private static final int MAX_READ_TOGETHER = 500;

    private final QueryImageEncoder encoder;
    private final VectorStore store;
    private final StoreCalls calls;
    private final SharedCalls<Space, QueryImage, Result<QueryImageVector>> reads;
    private final double unlikeWeight;

    /**
     * Takes the parts, all of which stay the caller's to close.
     *
     * @param threads for reads that requests share
     * @param unlikeWeight how strongly a query keeps away from what it should not resemble, where it does not say, 0 to 1
     */
    public QueryVectors(
            QueryImageEncoder encoder, VectorStore store, StoreCalls calls, Executor threads, double unlikeWeight) {
        this.encoder = encoder;
        this.store = store;
        this.calls = calls;
        this.reads = new SharedCalls<>(threads, MAX_READ_TOGETHER, this::read);
        this.unlikeWeight = unlikeWeight;
    }

    /**
     * What became of a request's images.
     *
     * @param encodeTime until the last of them was encoded; zero where none had to be
     */
    public record Resolved(Result<QueryVector> vector, Duration encodeTime) {}

    /**
     * Resolves requests.
     *
     * @param requests of questions about images
     * @return one for each request, in their order
     */
    public List<Resolved> resolve(List<Request> requests) throws InterruptedException {
        List<List<QueryImage>> images = requests.stream().map(QueryImage::of).toList();
        IdentityHashMap<QueryImage, Result<QueryImageVector>> vectors = new IdentityHashMap<>();
        put(vectors, images, QueryImage::isEncoded, encoder::encode);
        put(vectors, images, image -> image.query() instanceof VectorQuery, QueryVectors::place);
        put(vectors, images, image -> image.query() instanceof ImageIdQuery, this::read);
        List<Resolved> resolved = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            resolved.add(combine(requests.get(i), images.get(i), vectors));
        }
        return resolved;
    }

    private interface Step {
        List<Result<QueryImageVector>> apply(List<QueryImage> images) throws InterruptedException;
    }

    /** Resolves the images of one kind, but for those of requests that have failed already. */
    private static void put(
            IdentityHashMap<QueryImage, Result<QueryImageVector>> vectors,
            List<List<QueryImage>> requests,
            Predicate<QueryImage> kind,
            Step step)
            throws InterruptedException {
        List<QueryImage> images = requests.stream()
                .filter(ofRequest -> failure(ofRequest, vectors).isEmpty())
                .flatMap(List::stream)
                .filter(kind)
                .toList();
        List<Result<QueryImageVector>> results = step.apply(images);
        for (int i = 0; i < images.size(); i++) {
            vectors.put(images.get(i), results.get(i));
        }
    }

    private static Optional<Failure> failure(
            List<QueryImage> images, IdentityHashMap<QueryImage, Result<QueryImageVector>> vectors) {
        return images.stream()
                .map(vectors::get)
                .filter(Objects::nonNull)
                .flatMap(result -> result.failure().stream())
                .findFirst();
    }

    /** The features that requests bring. */
    private static List<Result<QueryImageVector>> place(List<QueryImage> images) {
        return images.stream()
                .map(image -> image.request()
                        .envelope()
                        .attempt(() -> new QueryImageVector(
                                image.place("the query vector", features((VectorQuery) image.query())),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ZERO)))
                .toList();
    }

    private static float[] features(VectorQuery query) {
        List<Float> values = query.getValues();
        float[] features = new float[values.size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = values.get(i);
        }
        return features;
    }

    /** The vectors of indexed images, one read for each space. */
    private List<Result<QueryImageVector>> read(List<QueryImage> images) throws InterruptedException {
        return reads.ask(images.stream().map(QueryImage::space).toList(), images);
    }

    private List<Result<QueryImageVector>> read(Space space, List<QueryImage> images) {
        List<Result<Optional<VectorRow>>> rows =
                calls.together(images, image -> image.request().envelope(), some -> rows(space, some));
        return IntStream.range(0, images.size())
                .mapToObj(i -> vector(images.get(i), rows.get(i)))
                .toList();
    }

    private List<Optional<VectorRow>> rows(Space space, List<QueryImage> images) {
        Map<String, VectorRow> rows = store.get(
                space.collection(),
                images.stream().map(QueryVectors::id).distinct().toList());
        calls.answered();
        return images.stream()
                .map(image -> Optional.ofNullable(rows.get(id(image))))
                .toList();
    }

    private static Result<QueryImageVector> vector(QueryImage image, Result<Optional<VectorRow>> found) {
        return found.then(row -> row.map(known -> Result.of(new QueryImageVector(
                        known.vector(), List.of(), Optional.of(id(image)), Optional.empty(), Duration.ZERO)))
                .orElseGet(() -> Result.failed(new Failure(
                        ErrorCode.UNKNOWN_IMAGE,
                        "image '%s' is not indexed in space %s"
                                .formatted(id(image), image.space().id())))));
    }

    private static String id(QueryImage image) {
        return ((ImageIdQuery) image.query()).getImageId();
    }

    private Resolved combine(
            Request request, List<QueryImage> images, IdentityHashMap<QueryImage, Result<QueryImageVector>> vectors) {
        Duration encodeTime = images.stream()
                .map(vectors::get)
                .filter(result -> result != null && result.failure().isEmpty())
                .map(result -> result.get().encodeTime())
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
        return new Resolved(
                failure(images, vectors)
                        .map(Result::<QueryVector>failed)
                        .orElseGet(() -> request.envelope().attempt(() -> combined(request, images, vectors))),
                encodeTime);
    }

    private QueryVector combined(
            Request request, List<QueryImage> images, IdentityHashMap<QueryImage, Result<QueryImageVector>> vectors) {
        List<QueryImageVector> all = vectors(images, vectors, image -> true);
        return new QueryVector(
                all.size() == 1
                        ? all.get(0).values()
                        : mean(
                                (ExamplesQuery) request.body().getQuery(),
                                vectors(images, vectors, QueryImage::liked),
                                vectors(images, vectors, image -> !image.liked())),
                all.size() == 1 ? all.get(0).turned() : List.of(),
                all.stream().flatMap(vector -> vector.imageId().stream()).collect(toSet()),
                all.stream().flatMap(vector -> vector.sha256().stream()).collect(toSet()),
                all.size());
    }

    private static List<QueryImageVector> vectors(
            List<QueryImage> images,
            IdentityHashMap<QueryImage, Result<QueryImageVector>> vectors,
            Predicate<QueryImage> kind) {
        return images.stream()
                .filter(kind)
                .map(image -> Objects.requireNonNull(vectors.get(image)).get())
                .toList();
    }

    private float[] mean(ExamplesQuery query, List<QueryImageVector> like, List<QueryImageVector> unlike) {
        Float weight = query.getUnlikeWeight();
        try {
            return ExampleVector.of(
                    like.stream().map(QueryImageVector::values).toList(),
                    unlike.stream().map(QueryImageVector::values).toList(),
                    weight == null ? unlikeWeight : weight);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()), e);
        }
    }
}
