package org.lookalike.cli.indexing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lookalike.admin.progress.IndexingProgress;
import org.lookalike.cli.output.ProgressBar;
import org.lookalike.cli.system.SystemFailure;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.KafkaClients;

/** Publishes images and follows them, with a bar, until each is searchable or refused. */
public final class IndexRun {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    /** Without progress for so long, something is wrong. */
    private static final Duration STANDSTILL = Duration.ofMinutes(5);

    private final IndexConfig config;
    private final KafkaClients clients;

    public IndexRun(IndexConfig config) {
        this.config = config;
        this.clients = new KafkaClients(config.kafka());
    }

    /**
     * What became of the images: each that was found is indexed, refused or unreadable.
     *
     * @param found how many there were
     * @param indexed ids that are searchable, unchanged ones included
     * @param unchanged ids that were searchable before with the same bytes
     * @param refused code by id
     * @param unreadable why a file could not be read, by id
     * @param seconds from the first image to the last one that is indexed or refused
     */
    public record Result(
            long found,
            Set<String> indexed,
            Set<String> unchanged,
            Map<String, String> refused,
            Map<String, String> unreadable,
            double seconds) {
        /** The sum, as one line. */
        public String summary() {
            return "%d found: %d indexed, %d unchanged, %d refused, %d unreadable"
                    .formatted(
                            found,
                            indexed.size() - unchanged.size(),
                            unchanged.size(),
                            refused.size(),
                            unreadable.size());
        }
    }

    /** Blocks until every image is indexed or refused. */
    public Result run(ImagePublisher publishing, ProgressBar bar) throws InterruptedException {
        Outcomes outcomes = new Outcomes();
        long start = System.nanoTime();
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "publish"));
        try (AvroCodec codec = new AvroCodec(
                        config.kafka().registryUrl(), config.kafka().autoRegisterSchemas());
                IndexingProgress progress = new IndexingProgress(clients, codec, config.sinkGroup())) {
            Future<?> published = thread.submit(() -> {
                publishing.publish(codec, outcomes);
                return null;
            });
            follow(publishing.total(), published, outcomes, progress, bar);
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, String> refused = new TreeMap<>(outcomes.refused);
            progress.refused().forEach((id, code) -> {
                if (outcomes.published.contains(id)) {
                    refused.put(id, code);
                }
            });
            Set<String> indexed = ConcurrentHashMap.newKeySet();
            indexed.addAll(outcomes.unchanged);
            outcomes.published.stream().filter(id -> !refused.containsKey(id)).forEach(indexed::add);
            bar.finish(indexed.size(), refused.size() + outcomes.unreadable.size(), publishing.total());
            return new Result(publishing.total(), indexed, outcomes.unchanged, refused, outcomes.unreadable, seconds);
        } finally {
            thread.shutdownNow();
        }
    }

    private static void follow(
            long total, Future<?> published, Outcomes outcomes, IndexingProgress progress, ProgressBar bar)
            throws InterruptedException {
        long finishedBefore = -1;
        java.time.Instant moved = InstantSource.system().instant();
        while (true) {
            boolean all = published.isDone();
            if (all) {
                rethrow(published);
            }
            progress.poll(POLL_INTERVAL);
            long refused = outcomes.refused.size()
                    + outcomes.unreadable.size()
                    + outcomes.published.stream()
                            .filter(progress.refused()::containsKey)
                            .count();
            long indexed = outcomes.unchanged.size()
                    + outcomes.published.stream()
                            .filter(id -> progress.indexed().contains(id)
                                    && !progress.refused().containsKey(id))
                            .count();
            bar.show(indexed, refused, total);
            if (all
                    && indexed + refused
                            >= outcomes.published.size()
                                    + outcomes.unchanged.size()
                                    + outcomes.refused.size()
                                    + outcomes.unreadable.size()) {
                return;
            }
            java.time.Instant now = InstantSource.system().instant();
            if (indexed + refused != finishedBefore) {
                finishedBefore = indexed + refused;
                moved = now;
            } else if (Duration.between(moved, now).compareTo(STANDSTILL) > 0) {
                throw new SystemFailure(
                        "no progress for %d minutes with %d of %d done; check the services' health and logs"
                                .formatted(STANDSTILL.toMinutes(), indexed + refused, total));
            }
        }
    }

    private static void rethrow(Future<?> published) throws InterruptedException {
        try {
            published.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static final class Outcomes implements ImagePublisher.Listener {
        private final Set<String> published = ConcurrentHashMap.newKeySet();
        private final Set<String> unchanged = ConcurrentHashMap.newKeySet();
        private final Map<String, String> refused = new ConcurrentSkipListMap<>();
        private final Map<String, String> unreadable = new ConcurrentSkipListMap<>();

        @Override
        public void published(String imageId) {
            published.add(imageId);
        }

        @Override
        public void unchanged(String imageId) {
            unchanged.add(imageId);
        }

        @Override
        public void rejected(String imageId, String code) {
            refused.put(imageId, code);
        }

        @Override
        public void unreadable(String imageId, String reason) {
            unreadable.put(imageId, reason);
        }
    }
}
