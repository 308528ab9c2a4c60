package org.lookalike.sink;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.lookalike.events.AuditedCollection;
import org.lookalike.events.PartitionAudit;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.TransientFailure;
import org.lookalike.platform.kafka.KafkaClients;
import org.lookalike.platform.kafka.Records;
import org.lookalike.platform.kafka.TopicReader;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.GenerationProgress;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.vectorstore.RowOrigin;
import org.lookalike.vectorstore.VectorStore;

/**
 * Says of every collection that waits to be ready which ids it lacks or holds without reason, again and again, as the audit does; it says all of it of
 * partition 0, and repairs nothing.
 */
final class FakeAudit implements AutoCloseable {
    private static final int PAUSE_MS = 200;

    private final KafkaClients clients;
    private final AvroCodec codec;
    private final Producer<byte[], byte[]> producer;
    private final VectorStore store;
    /** The latest vector of each image, by encoder and image id. */
    private final Map<String, Map<String, RowOrigin>> latest = new HashMap<>();

    private final SpaceRecords records;
    private Spaces spaces = Spaces.none();
    private final Map<String, Set<String>> differedBefore = new HashMap<>();
    private final Thread thread = new Thread(this::run, "fake-audit");

    /**
     * A collection.
     *
     * @param committed what its group had committed before it was listed, by partition
     * @param rows the ids that it holds
     */
    private record Listing(Space space, Map<Integer, Long> committed, Set<String> rows) {}

    FakeAudit(KafkaClients clients, AvroCodec codec, Producer<byte[], byte[]> producer, VectorStore store) {
        this.clients = clients;
        this.codec = codec;
        this.records = new SpaceRecords(codec, InstantSource.system());
        this.producer = producer;
        this.store = store;
        thread.start();
    }

    private void run() {
        try (Admin admin = clients.admin("fake-audit");
                TopicReader feed = new TopicReader(clients.reader("fake-audit"), Topics.SPACES.name());
                TopicReader vectors = new TopicReader(clients.reader("fake-audit"), Topics.VECTORS.name())) {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    feed.read(record -> spaces = records.apply(spaces, record.value()));
                    report(admin, vectors);
                } catch (TransientFailure e) {
                    // Milvus Lite is busy: it is asked again.
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void report(Admin admin, TopicReader vectors) throws InterruptedException, ExecutionException {
        List<Listing> listings = new ArrayList<>();
        for (Space space : spaces.alive()) {
            // Listing earlier would take Milvus Lite's time from the writes.
            if (!space.incarnation().isEmpty()
                    && !spaces.ready().contains(space.id())
                    && GenerationProgress.of(admin, space, "sink").isNearEnd()) {
                list(admin, space).ifPresent(listings::add);
            }
        }
        vectors.read(this::note);
        List<List<AuditedCollection>> partitions = new ArrayList<>();
        for (int partition = 0; partition < Topics.VECTORS.partitions(); partition++) {
            partitions.add(new ArrayList<>());
        }
        listings.forEach(listing -> compare(listing, partitions));
        for (int partition = 0; partition < partitions.size(); partition++) {
            PartitionAudit audit = PartitionAudit.newBuilder()
                    .setPartition(partition)
                    .setAt(Instant.now())
                    .setCollections(partitions.get(partition))
                    .build();
            producer.send(new Records(codec).of(Topics.AUDITS, Integer.toString(partition), audit))
                    .get();
        }
    }

    private Optional<Listing> list(Admin admin, Space space) throws InterruptedException, ExecutionException {
        Map<Integer, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(space.group("sink"))
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((place, reached) -> {
                    if (reached != null) {
                        committed.put(place.partition(), reached.offset());
                    }
                });
        Set<String> rows = new HashSet<>();
        try {
            store.forEachId(space.collection(), rows::add);
        } catch (PermanentFailure e) {
            return Optional.empty();
        }
        return Optional.of(new Listing(space, committed, rows));
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        String id = Records.text(record.key());
        if (record.value() == null) {
            latest.values().forEach(places -> places.remove(id));
        } else {
            String encoder = codec.decode(Topics.VECTORS, record.value()).getEncoderId();
            latest.computeIfAbsent(encoder, added -> new HashMap<>())
                    .put(id, new RowOrigin(record.partition(), record.offset()));
        }
    }

    private void compare(Listing listing, List<List<AuditedCollection>> partitions) {
        Space space = listing.space();
        Map<String, RowOrigin> known = latest.getOrDefault(space.encoderId(), Map.of());
        List<String> missing = known.entrySet().stream()
                .filter(each -> each.getValue().offset()
                        < listing.committed().getOrDefault(each.getValue().partition(), 0L))
                .map(Map.Entry::getKey)
                .filter(id -> !listing.rows().contains(id))
                .toList();
        List<String> extra =
                listing.rows().stream().filter(id -> !known.containsKey(id)).toList();
        Set<String> differing = new HashSet<>(missing);
        differing.addAll(extra);
        Set<String> before = differedBefore.getOrDefault(space.collection(), Set.of());
        differedBefore.put(space.collection(), differing);
        for (int partition = 0; partition < partitions.size(); partition++) {
            AuditedCollection.Builder said = AuditedCollection.newBuilder()
                    .setSpaceId(space.id())
                    .setCollection(space.collection())
                    .setExpected(0)
                    .setRows(0)
                    .setComparedTo(listing.committed().getOrDefault(partition, 0L))
                    .setComparedAt(Instant.now());
            if (partition == 0) {
                said.setExpected(known.size())
                        .setRows(listing.rows().size())
                        .setDiffering(differing.size())
                        .setConfirmed(
                                differing.stream().filter(before::contains).count())
                        .setMissing(missing.size())
                        .setExtra(extra.size())
                        .setMissingIds(missing)
                        .setExtraIds(extra);
            }
            partitions.get(partition).add(said.build());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
