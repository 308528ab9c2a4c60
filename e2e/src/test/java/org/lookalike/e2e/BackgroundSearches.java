package org.lookalike.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.lookalike.client.SearchClient;
import org.lookalike.client.SearchQuery;
import org.lookalike.client.SearchResult;
import org.lookalike.spaces.Space;

/**
 * Searches one after the other for images that are indexed, by their bytes and by their ids in turn, in whatever space is
 * active. An answer that does not find the image itself counts as failed: it compared what is not comparable.
 */
final class BackgroundSearches implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final float ITSELF = 0.999f;
    private static final int ENOUGH = 20;

    private final SearchClient client;
    private final List<Map.Entry<String, byte[]>> images;
    private final Thread thread = new Thread(this::run, "searches");
    private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong slowest = new AtomicLong();
    private volatile boolean ending;

    /**
     * Begins to search.
     *
     * @param client is closed at the end
     * @param images the bytes by image id
     */
    BackgroundSearches(SearchClient client, Map<String, byte[]> images) {
        this.client = client;
        this.images = List.copyOf(images.entrySet());
        thread.start();
    }

    /** Waits until a space has answered a number of searches from now on, or one has failed. */
    void awaitAnswersOf(Space space) {
        long before = answersOf(space);
        await().atMost(TIMEOUT).until(() -> answersOf(space) >= before + ENOUGH || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    long answersOf(Space space) {
        AtomicLong count = answers.get(space.id());
        return count == null ? 0 : count.get();
    }

    /** The spaces that answered. */
    Set<String> spaces() {
        return Set.copyOf(answers.keySet());
    }

    /** What went wrong, one sentence for each search. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    long slowestMillis() {
        return slowest.get();
    }

    /** Waits for the search that runs and begins no other. */
    void stop() throws InterruptedException {
        ending = true;
        thread.join();
    }

    private void run() {
        for (int number = 0; !ending; number++) {
            Map.Entry<String, byte[]> image = images.get(number % images.size());
            SearchQuery.Builder query =
                    number % 2 == 0 ? SearchQuery.byImage(image.getValue()) : SearchQuery.byImageId(image.getKey());
            long start = System.nanoTime();
            try {
                note(
                        image.getKey(),
                        client.search(query.k(5)
                                        .excludeQuery(false)
                                        .timeout(TIMEOUT)
                                        .build())
                                .get());
            } catch (Exception e) {
                failures.add("the search for %s: %s".formatted(image.getKey(), e));
            }
            slowest.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), Math::max);
        }
    }

    private void note(String imageId, SearchResult answer) {
        answers.computeIfAbsent(answer.space(), any -> new AtomicLong()).incrementAndGet();
        // Of images with the same content any may come first.
        if (answer.hits().isEmpty() || answer.hits().get(0).score() < ITSELF) {
            failures.add("the search for %s in space %s found %s".formatted(imageId, answer.space(), answer.hits()));
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.close();
        }
    }
}
