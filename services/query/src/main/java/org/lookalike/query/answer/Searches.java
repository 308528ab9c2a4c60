package org.lookalike.query.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.lookalike.events.ImageIdQuery;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowFilter;
import org.lookalike.vectorstore.SearchOptions;
import org.lookalike.vectorstore.VectorHit;
import org.lookalike.vectorstore.VectorRow;
import org.lookalike.vectorstore.VectorStore;

/** Asks the vector store: for the vectors of known pictures, and for neighbours. Used by the handler's thread alone. */
public final class Searches {
    private final VectorStore store;
    private final StoreHealth health;
    private final Duration timeout;
    private final ExecutorService pool;
    private final InstantSource clock;

    /** Takes the parts, all of which stay the caller's to close. */
    public Searches(
            VectorStore store, StoreHealth health, Duration timeout, ExecutorService pool, InstantSource clock) {
        this.store = store;
        this.health = health;
        this.timeout = timeout;
        this.pool = pool;
        this.clock = clock;
    }

    /** Requests of one space with equal options are one search with many vectors. */
    private record Options(Space space, int k, RowFilter filter, float minScore) {}

    static boolean isById(Pending pending) {
        return pending.request().getQuery() instanceof ImageIdQuery;
    }

    /** Gives each request by image id its vector or its failure. */
    void resolveIds(List<Pending> requests) {
        Map<Space, List<Pending>> bySpace = new LinkedHashMap<>();
        requests.forEach(pending -> bySpace.computeIfAbsent(pending.space(), space -> new ArrayList<>())
                .add(pending));
        bySpace.forEach(this::resolveIds);
    }

    private void resolveIds(Space space, List<Pending> requests) {
        try {
            Map<String, VectorRow> rows = store.get(
                    space.collection(),
                    requests.stream().map(Searches::imageId).distinct().toList());
            health.answered();
            for (Pending pending : requests) {
                VectorRow row = rows.get(imageId(pending));
                if (row == null) {
                    pending.fail(
                            ErrorCode.UNKNOWN_IMAGE,
                            "image '%s' is not indexed in space %s".formatted(imageId(pending), space.id()));
                } else {
                    pending.resolve(row);
                }
            }
        } catch (RuntimeException e) {
            failed(requests, e, single -> resolveIds(space, single));
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
        List<Future<?>> searches = new ArrayList<>(groups.size());
        try {
            groups.forEach((options, group) -> searches.add(pool.submit(() -> search(options, group))));
            for (Future<?> search : searches) {
                search.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a search thread failed", e.getCause());
        } finally {
            searches.forEach(search -> search.cancel(true));
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
                Pending pending = waiting.get(i);
                pending.answer(withoutQuery(pending, hits.get(i)), took);
            }
        } catch (RuntimeException e) {
            failed(waiting, e, single -> search(options, single));
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
     * A query by id asks for one hit more and leaves itself out, instead of a filter that no other request has: so
     * that many of them are one search.
     */
    private static Options options(Pending pending) {
        int k = pending.request().getK() + (leavesOutById(pending) ? 1 : 0);
        Float minScore = pending.request().getMinScore();
        return new Options(pending.space(), k, pending.filter(), minScore == null ? -1 : minScore);
    }

    private static List<VectorHit> withoutQuery(Pending pending, List<VectorHit> hits) {
        if (!leavesOutById(pending)) {
            return hits;
        }
        String id = imageId(pending);
        return hits.stream()
                .filter(hit -> !hit.id().equals(id))
                .limit(pending.request().getK())
                .toList();
    }

    private static boolean leavesOutById(Pending pending) {
        return isById(pending) && pending.request().getExcludeQuery();
    }

    private static String imageId(Pending pending) {
        return ((ImageIdQuery) pending.request().getQuery()).getImageId();
    }
}
