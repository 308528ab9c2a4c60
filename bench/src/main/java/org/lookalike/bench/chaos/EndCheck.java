package org.lookalike.bench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.lookalike.bench.chaos.system.ChaosSystem;
import org.lookalike.bench.chaos.traffic.JudgedSearches;
import org.lookalike.bench.chaos.traffic.Ledger;
import org.lookalike.imaging.store.ImageStore;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStores;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.schemas.Topic;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Generation.State;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceFeed;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.VectorStore;

/** Compares what was acknowledged with the topics, the image store, every ready collection and what searches find. */
final class EndCheck {
    private static final int BATCH = 500;
    private static final int SEARCH_BATCH = 200;
    private static final long SEARCH_TIMEOUT_S = 20;

    private final ChaosSystem system;
    private final VectorStore vectors;
    private final AvroCodec codec;
    private final JudgedSearches searches;

    EndCheck(ChaosSystem system, VectorStore vectors, AvroCodec codec, JudgedSearches searches) {
        this.system = system;
        this.vectors = vectors;
        this.codec = codec;
        this.searches = searches;
    }

    /** The spaces as the topic has them. */
    Spaces spaces() {
        return SpaceFeed.read(system.clients(), codec);
    }

    /** Compares everything, by id. */
    EndState check(Ledger ledger) throws InterruptedException {
        Map<String, String> expected = ledger.expected();
        Set<String> deleted = ledger.deletions();
        Findings findings = new Findings();
        Map<String, Long> rows = new TreeMap<>();
        Spaces spaces = spaces();
        for (Space space : spaces.all()) {
            if (spaces.generation(space.id()).state() == State.READY) {
                rows.put(space.collection(), compare(space.collection(), expected, deleted, findings));
            }
        }
        if (rows.isEmpty()) {
            findings.lost.add("all: no space is ready");
        }
        compare(Topics.IMAGES_ARRIVED, expected, deleted, findings);
        compare(Topics.VECTORS, expected, deleted, findings);
        compareImages(expected, deleted, findings);
        search(expected, findings);
        return new EndState(findings.lost, findings.doubled, findings.undeleted, findings.outdated, rows);
    }

    private static final class Findings {
        private final Set<String> lost = new TreeSet<>();
        private final Set<String> doubled = new TreeSet<>();
        private final Set<String> undeleted = new TreeSet<>();
        private final Set<String> outdated = new TreeSet<>();
    }

    private long compare(String collection, Map<String, String> expected, Set<String> deleted, Findings findings) {
        Map<String, Integer> counts = new HashMap<>();
        vectors.forEachId(collection, id -> counts.merge(id, 1, Integer::sum));
        counts.forEach((id, count) -> {
            if (count > 1) {
                findings.doubled.add("%s: %d rows in %s".formatted(id, count, collection));
            }
            if (!expected.containsKey(id)) {
                findings.undeleted.add(
                        deleted.contains(id)
                                ? "%s: in collection %s".formatted(id, collection)
                                : "%s: in collection %s, never published".formatted(id, collection));
            }
        });
        List<String> ids = new ArrayList<>(expected.keySet());
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            Map<String, String> hashes = vectors.contentHashes(collection, batch);
            batch.forEach(id -> {
                String hash = hashes.get(id);
                if (hash == null) {
                    findings.lost.add("%s: not in collection %s".formatted(id, collection));
                } else if (!hash.equals(expected.get(id))) {
                    findings.outdated.add("%s: older content in collection %s".formatted(id, collection));
                }
            });
        }
        long count = vectors.count(collection);
        if (count > counts.size()) {
            findings.doubled.add("%s: %d rows, but %d ids".formatted(collection, count, counts.size()));
        }
        return count;
    }

    private void compare(Topic<?> topic, Map<String, String> expected, Set<String> deleted, Findings findings) {
        Map<String, Boolean> present = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = system.clients().reader("chaos-check");
                TopicReader reader = new TopicReader(consumer, topic.name())) {
            reader.read(record -> {
                String id = Records.text(record.key());
                if (id != null) {
                    present.put(id, record.value() != null);
                }
            });
        }
        expected.keySet().stream()
                .filter(id -> !present.getOrDefault(id, false))
                .forEach(id -> findings.lost.add("%s: not on the topic %s".formatted(id, topic.name())));
        deleted.stream()
                .filter(id -> present.getOrDefault(id, false))
                .forEach(id -> findings.undeleted.add("%s: on the topic %s".formatted(id, topic.name())));
    }

    private void compareImages(Map<String, String> expected, Set<String> deleted, Findings findings) {
        try (ImageStore store = ImageStores.open(ImageStoreConfig.inFolder(system.images()))) {
            expected.keySet().stream()
                    .filter(id -> store.list(id).isEmpty())
                    .forEach(id -> findings.lost.add("%s: no bytes in the image store".formatted(id)));
            deleted.stream()
                    .filter(id -> !store.list(id).isEmpty())
                    .forEach(id -> findings.undeleted.add("%s: bytes in the image store".formatted(id)));
        }
    }

    private void search(Map<String, String> expected, Findings findings) throws InterruptedException {
        List<String> ids = new ArrayList<>(expected.keySet());
        for (int from = 0; from < ids.size(); from += SEARCH_BATCH) {
            List<String> batch = ids.subList(from, Math.min(ids.size(), from + SEARCH_BATCH));
            try {
                Set<String> missing = new HashSet<>(batch);
                missing.removeAll(searches.whichAreFound(batch).get(SEARCH_TIMEOUT_S, TimeUnit.SECONDS));
                missing.forEach(id -> findings.lost.add("%s: not found by a search".formatted(id)));
            } catch (ExecutionException | TimeoutException e) {
                findings.lost.add("%s and %d more: the search failed: %s"
                        .formatted(batch.get(0), batch.size() - 1, e.getMessage()));
            }
        }
    }
}
