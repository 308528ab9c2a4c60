package org.lookalike.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.audit.erase.EraseConfig;
import org.lookalike.audit.erase.ErasureTask;
import org.lookalike.audit.erase.NamedImages;
import org.lookalike.audit.erase.OrphanSweep;
import org.lookalike.audit.erase.StoreErasures;
import org.lookalike.audit.erase.TopicErasures;
import org.lookalike.imaging.store.FolderImageStore;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.Sha256;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.spaces.SpaceRecords;
import org.lookalike.spaces.Spaces;
import org.lookalike.testkit.log.ExpectedLogs;

/** What is erased by what the ledger says, in the folder store and on topics. */
class ErasureTest {
    private static final Duration GRACE = Duration.ofDays(31);
    private static final Duration DELETED_GRACE = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Instant OLD = NOW.minus(GRACE).minusSeconds(2);

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AvroCodec codec = new AvroCodec("mock://erasures", true);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final NamedImages named = new NamedImages(() -> {
        throw new IllegalStateException("not read here");
    });
    private Spaces spaces = Spaces.none();
    private @Nullable FolderImageStore store;
    private @Nullable OrphanSweep sweep;
    private @Nullable AuditFixture audit;
    private Supplier<Map<TopicPartition, Long>> ledger = () -> audit().ends();

    @AfterEach
    void close() {
        audit().close();
    }

    @Test
    void bytesThatNoEventEverNamedAreErasedOnceTheyAreOldEnough() {
        start(1);
        URI orphan = put("died before its event", OLD);
        URI young = put("just uploaded", NOW);
        URI superseded = put("image", NOW.minus(GRACE).plusSeconds(60));
        URI latest = put("image", OLD);
        audit().arrived("image", 1, superseded.toString());
        audit().arrived("image", 2, latest.toString());
        URI refused = put("refused", OLD);
        audit().refusedUpload("refused", refused.toString());

        sweep();

        assertThat(List.of(superseded, latest, refused, young)).allMatch(store()::contains);
        assertThat(store().contains(orphan)).isFalse();
        assertThat(metrics.counter("lookalike.audit.erased", "reason", "orphan").count())
                .isEqualTo(1);
    }

    @Test
    void bytesOfADeletedPictureThatNoEventEverNamedAreErasedSoon() {
        start(1);
        Instant ripe = NOW.minus(DELETED_GRACE).minusSeconds(2);
        URI orphan = put("deleted", ripe);
        URI uploading = put("deleted", NOW.minus(DELETED_GRACE).plusSeconds(60));
        URI orphanOfAnother = put("kept", ripe);
        arrived("deleted", 1);
        arrived("kept", 2);
        audit().tombstone(Topics.IMAGES_ARRIVED, "deleted");
        URI republished = put("deleted", ripe);
        URI publishedLate = put("deleted", ripe);
        audit().arrived("deleted", 3, republished.toString());

        sweep();

        assertThat(store().list("deleted")).contains(orphan, publishedLate);
        audit().arrived("deleted", 4, publishedLate.toString());

        sweep();

        assertThat(List.of(publishedLate, uploading, orphanOfAnother, republished))
                .allMatch(store()::contains);
        assertThat(store().contains(orphan)).isFalse();
    }

    @Test
    void bytesAreSparedWhoseEventTheLedgerHasYetToRead() {
        start(1);
        URI published = put("published late", OLD);
        AtomicInteger asked = new AtomicInteger();
        ledger = () -> {
            asked.incrementAndGet();
            return Map.of();
        };
        arrived("read before", 1);

        CompletableFuture<Void> sweeping = startSweep();
        await().until(() -> {
            audit().advance();
            return asked.get() > 0;
        });
        audit().arrived("published late", 2, published.toString());
        ledger = () -> audit().ends();
        awaitEnd(sweeping);

        assertThat(store().contains(published)).isTrue();
    }

    @Test
    void bytesOfPartitionsOfOtherInstancesAreLeftToThem() {
        start(2);
        Map<Boolean, Integer> kept = new HashMap<>();
        for (int number = 0; number < 16; number++) {
            put("image " + number, OLD);
        }

        sweep();

        for (int number = 0; number < 16; number++) {
            kept.merge(store().list("image " + number).isEmpty(), 1, Integer::sum);
        }
        assertThat(kept).containsKeys(true, false);
    }

    @Test
    @ExpectedLogs("OrphanSweep no event names so many objects")
    void nothingIsErasedIfSoManyEventsAreMissingThatTheTopicWasLost() {
        start(1);
        for (int number = 0; number < 120; number++) {
            put("image " + number, OLD);
        }

        sweep();

        assertThat(store().list("image 7")).hasSize(1);
        assertThat(metrics.counter("lookalike.audit.orphans.kept").count()).isEqualTo(120);
    }

    @Test
    void aDeletedPictureLosesItsLabelItsPlaceAndItsPlaceAmongExamplesAtOnce() {
        spaces = Spaces.none()
                .with(Space.fitted(
                        "0123456789abcdef",
                        Topics.VECTORS.name(),
                        LinearProjection.of(new float[] {0, 0}, new float[] {1, 0, 0, 1}, 0),
                        List.of(new Cluster("c1", new float[] {1, 0}, 2, 0.1f, List.of("deleted", "kept"))),
                        null));
        start(1);
        topic(Topics.LABELS.name(), "image/deleted", true);
        topic(Topics.LABELS.name(), "image/kept", true);
        topic(Topics.MAP.name(), "deleted", true);
        arrived("deleted", 1);
        arrived("kept", 2);

        audit().tombstone(Topics.IMAGES_ARRIVED, "deleted");

        assertThat(producer.history())
                .extracting(record -> record.topic() + " " + Records.text(record.key()))
                .containsExactly(
                        "labels image/deleted",
                        "map deleted",
                        "spaces " + spaces.all().get(0).id() + "/definition");
        assertThat(producer.history().subList(0, 2)).allMatch(record -> record.value() == null);
        SpaceRecords records = new SpaceRecords(codec, InstantSource.system());
        assertThat(records.apply(spaces, producer.history().get(2).value())
                        .all()
                        .get(0)
                        .clusters()
                        .get(0)
                        .examples())
                .containsExactly("kept");
    }

    @Test
    void aLabelThatCameAfterTheDeletionIsFoundLater() {
        start(1);
        arrived("deleted", 1);
        audit().tombstone(Topics.IMAGES_ARRIVED, "deleted");
        arrived("republished", 1);
        audit().tombstone(Topics.IMAGES_ARRIVED, "republished");
        arrived("republished", 2);
        topic(Topics.LABELS.name(), "image/deleted", true);
        topic(Topics.LABELS.name(), "image/republished", true);
        topic(Topics.LABELS.name(), "image/undone", true);
        topic(Topics.LABELS.name(), "image/undone", false);
        audit().tombstone(Topics.IMAGES_ARRIVED, "undone");
        assertThat(producer.history()).isEmpty();

        audit().advance();

        assertThat(producer.history())
                .extracting(record -> Records.text(record.key()))
                .containsExactly("image/deleted");
    }

    /** @param partitions of which the fixture has the first */
    private void start(int partitions) {
        EraseConfig config = new EraseConfig(GRACE, DELETED_GRACE, Duration.ofDays(1), 0.02);
        InstantSource clock = () -> NOW;
        store = new FolderImageStore(folder, false, Clock.fixed(NOW, ZoneOffset.UTC));
        OrphanSweep swept = new OrphanSweep(store, config, () -> audit().ends(), () -> ledger.get(), clock, metrics);
        sweep = swept;
        StoreErasures objects = new StoreErasures(store, config, clock, Runnable::run, metrics);
        TopicErasures topics = new TopicErasures(
                named,
                () -> spaces,
                new SpaceRecords(codec, clock),
                new RecordSender(producer),
                clock,
                Runnable::run,
                metrics);
        audit = new AuditFixture(
                kept -> List.of(new ErasureTask(kept, objects, topics, swept)), count -> swept.partitions(partitions));
    }

    private void arrived(String id, int version) {
        audit().arrived(id, version, put(id, NOW).toString());
    }

    private URI put(String id, Instant at) {
        return new FolderImageStore(folder, false, Clock.fixed(at, ZoneOffset.UTC))
                .put(id, Sha256.of("x"), new byte[] {1});
    }

    private void topic(String topic, String key, boolean there) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(topic, 0, 0, Records.key(key), there ? new byte[1] : null);
        if (topic.equals(Topics.LABELS.name())) {
            named.label(record);
        } else {
            named.place(record);
        }
    }

    private void sweep() {
        awaitEnd(startSweep());
    }

    private CompletableFuture<Void> startSweep() {
        OrphanSweep started = Optional.ofNullable(sweep).orElseThrow();
        return CompletableFuture.runAsync(() -> {
            try {
                started.sweep();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitEnd(CompletableFuture<Void> sweeping) {
        await().until(() -> {
            audit().advance();
            return sweeping.isDone();
        });
        sweeping.join();
    }

    private AuditFixture audit() {
        return Optional.ofNullable(audit).orElseThrow();
    }

    private FolderImageStore store() {
        return Optional.ofNullable(store).orElseThrow();
    }
}
