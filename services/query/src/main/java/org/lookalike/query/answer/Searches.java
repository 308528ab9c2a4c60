package org.lookalike.query.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.lookalike.labels.Labels;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.query.recognise.Recognition;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** Asks the vector store: for the vectors of known images, for neighbours, for what is enrolled and for clusters. Used by the handler's thread alone. */
public final class Searches {
    /** By so much more is asked for where hits are to be folded together. */
    private static final int MORE = 4;

    private final VectorStore store;
    private final StoreHealth health;
    private final Recognition recognition;
    private final MapPlacing placing;
    private final Duration timeout;
    private final ExecutorService pool;
    private final InstantSource clock;
    private final ClusterLooks looks;

    /** Takes the parts, all of which stay the caller's to close. */
    public Searches(
            VectorStore store,
            StoreHealth health,
            Recognition recognition,
            MapPlacing placing,
            Duration timeout,
            ExecutorService pool,
            InstantSource clock) {
        this.store = store;
        this.health = health;
        this.recognition = recognition;
        this.placing = placing;
        this.timeout = timeout;
        this.pool = pool;
        this.clock = clock;
        this.looks = new ClusterLooks(store);
    }

    /** Requests of one space with equal options are one search with many vectors. */
    private record Options(Space space, int k, RowFilter filter, float minScore) {
        Options withK(int more) {
            return new Options(space, more, filter, minScore);
        }
    }

    /** Gives each image that is known by its id its vector, or its request its failure. */
    void resolveIds(List<Example> images) {
        Map<Space, List<Example>> bySpace = new LinkedHashMap<>();
        images.forEach(image -> bySpace.computeIfAbsent(image.pending().space(), space -> new ArrayList<>())
                .add(image));
        bySpace.forEach(this::resolveIds);
    }

    private void resolveIds(Space space, List<Example> images) {
        try {
            Map<String, VectorRow> rows = store.get(
                    space.collection(),
                    images.stream()
                            .flatMap(image -> image.imageId().stream())
                            .distinct()
                            .toList());
            health.answered();
            for (Example image : images) {
                String id = image.imageId().orElseThrow();
                VectorRow row = rows.get(id);
                if (row == null) {
                    image.pending()
                            .fail(
                                    ErrorCode.UNKNOWN_IMAGE,
                                    "image '%s' is not indexed in space %s".formatted(id, space.id()));
                } else {
                    image.resolve(row);
                }
            }
        } catch (RuntimeException e) {
            Map<Pending, List<Example>> byRequest = new LinkedHashMap<>();
            images.forEach(image -> byRequest
                    .computeIfAbsent(image.pending(), pending -> new ArrayList<>())
                    .add(image));
            failed(
                    List.copyOf(byRequest.keySet()),
                    e,
                    single -> resolveIds(space, byRequest.getOrDefault(single.get(0), List.of())));
        }
    }

    /** Gives each request its hits or its failure. */
    void search(List<Pending> requests) throws InterruptedException {
        Instant now = clock.instant();
        Map<Options, List<Pending>> groups = new LinkedHashMap<>();
        for (Pending pending : requests) {
            if (pending.isInTime(now)) {
                groups.computeIfAbsent(options(pending), options -> new ArrayList<>())
                        .add(pending);
            }
        }
        List<Runnable> tasks = new ArrayList<>(groups.size());
        groups.forEach((options, group) -> tasks.add(() -> search(options, group)));
        await(tasks);
    }

    /** Gives each request that asks for it its verdict, or its failure. */
    void recognise(List<Pending> requests, Labels labels) throws InterruptedException {
        await(requests.stream()
                .filter(pending -> pending.request().getRecognise() != null)
                .<Runnable>map(pending -> () -> recognise(pending, labels))
                .toList());
    }

    private void recognise(Pending pending, Labels labels) {
        try {
            // Several examples are no one image that could have been enrolled.
            Optional<Example> only = pending.examples().size() == 1
                    ? Optional.of(pending.examples().get(0))
                    : Optional.empty();
            boolean without = pending.request().getExcludeQuery();
            pending.judge(recognition.verdict(
                    pending.space(),
                    labels,
                    pending.vector(),
                    only.filter(example -> without).flatMap(Example::imageId),
                    only.filter(example -> without).flatMap(Example::sha256),
                    pending.request().getRecognise().getFalseMatchRate()));
        } catch (RuntimeException e) {
            failed(List.of(pending), e, alone -> {});
        }
    }

    /** Gives each request that asks for it its place on the map, or its failure. */
    void place(List<Pending> requests) throws InterruptedException {
        await(requests.stream()
                .filter(pending -> pending.request().getPlace())
                .<Runnable>map(pending -> () -> place(pending))
                .toList());
    }

    private void place(Pending pending) {
        try {
            placing.of(pending.space(), pending.vector()).ifPresent(pending::put);
        } catch (RuntimeException e) {
            failed(List.of(pending), e, alone -> {});
        }
    }

    /** Gives each question about a cluster its answer or its failure. */
    void lookAt(List<Pending> requests, Labels labels) throws InterruptedException {
        Instant now = clock.instant();
        await(requests.stream()
                .filter(pending -> pending.isInTime(now))
                .<Runnable>map(pending -> () -> lookAt(pending, labels))
                .toList());
    }

    private void lookAt(Pending pending, Labels labels) {
        try {
            looks.answer(pending, labels);
            health.answered();
        } catch (RuntimeException e) {
            failed(List.of(pending), e, alone -> {});
        }
    }

    private void await(List<Runnable> tasks) throws InterruptedException {
        List<Future<?>> running = new ArrayList<>(tasks.size());
        try {
            tasks.forEach(task -> running.add(pool.submit(task)));
            for (Future<?> task : running) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a search thread failed", e.getCause());
        } finally {
            running.forEach(task -> task.cancel(true));
        }
    }

    private void search(Options options, List<Pending> group) {
        long started = System.nanoTime();
        Instant now = clock.instant();
        List<Pending> waiting =
                group.stream().filter(pending -> pending.isInTime(now)).toList();
        if (waiting.isEmpty()) {
            return;
        }
        // As long as the most patient waits: whoever waits less must not cut the others short.
        Duration patience = waiting.stream()
                .map(pending -> pending.remaining(now))
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
        try {
            List<List<VectorHit>> hits = store.search(
                    options.space().collection(),
                    waiting.stream().map(Pending::vector).toList(),
                    new SearchOptions(
                            options.k(),
                            options.filter(),
                            options.minScore(),
                            patience.compareTo(timeout) < 0 ? patience : timeout));
            health.answered();
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            for (int i = 0; i < waiting.size(); i++) {
                answer(options, waiting.get(i), hits.get(i), took);
            }
        } catch (RuntimeException e) {
            failed(waiting, e, single -> search(options, single));
        }
    }

    /** What is folded away makes room for more, which may mean to ask for more. */
    private void answer(Options options, Pending pending, List<VectorHit> found, Duration took) {
        if (!Refinement.isAsked(pending.request())) {
            pending.answer(withoutExcluded(pending, found).stream().map(Hit::of).toList(), took);
            return;
        }
        List<Hit> refined = Refinement.of(
                pending.request(),
                withoutExcluded(pending, found),
                ids -> store.get(options.space().collection(), ids));
        boolean more = found.size() == options.k() && options.k() < SearchOptions.MAX_K;
        if (refined.size() < pending.request().getK() && more) {
            search(options.withK(Math.min(SearchOptions.MAX_K, options.k() * MORE)), List.of(pending));
        } else {
            pending.answer(refined.stream().limit(pending.request().getK()).toList(), took);
        }
    }

    /** An outage or a missing collection is everybody's; after anything else each is tried alone. */
    private void failed(List<Pending> requests, RuntimeException thrown, Consumer<List<Pending>> alone) {
        if (thrown instanceof TransientFailure outage) {
            Instant now = clock.instant();
            requests.stream().filter(pending -> pending.isInTime(now)).forEach(pending -> pending.fail(outage));
            // A search that was cut short by its caller's deadline says nothing about the store.
            if (requests.stream()
                    .anyMatch(pending ->
                            pending.failure() != null && pending.failure().code() == ErrorCode.STORE_UNAVAILABLE)) {
                health.failed(outage);
            }
        } else if (thrown instanceof PermanentFailure || requests.size() == 1) {
            requests.forEach(pending -> pending.fail(thrown));
        } else {
            requests.forEach(pending -> alone.accept(List.of(pending)));
        }
    }

    /**
     * A filter that no other request has would keep searches apart. So one that leaves out a single id is searched
     * without that condition, asks for one hit more, and drops the image from what is found.
     */
    private static Options options(Pending pending) {
        Optional<Condition.IdNotIn> single = singleExcluded(pending);
        int k = pending.request().getK() + (single.isPresent() ? 1 : 0);
        Float minScore = pending.request().getMinScore();
        return new Options(
                pending.space(),
                Refinement.isAsked(pending.request()) ? Math.min(SearchOptions.MAX_K, k * MORE) : k,
                single.map(pending.filter()::without).orElse(pending.filter()),
                minScore == null ? -1 : minScore);
    }

    private static List<VectorHit> withoutExcluded(Pending pending, List<VectorHit> hits) {
        Optional<Condition.IdNotIn> single = singleExcluded(pending);
        if (single.isEmpty()) {
            return hits;
        }
        List<VectorHit> others = hits.stream()
                .filter(hit -> !single.get().ids().contains(hit.id()))
                .toList();
        return Refinement.isAsked(pending.request())
                ? others
                : others.stream().limit(pending.request().getK()).toList();
    }

    private static Optional<Condition.IdNotIn> singleExcluded(Pending pending) {
        return pending.filter().conditions().stream()
                .filter(Condition.IdNotIn.class::isInstance)
                .map(Condition.IdNotIn.class::cast)
                .filter(excluded -> excluded.ids().size() == 1)
                .findFirst();
    }
}
