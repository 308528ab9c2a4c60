package org.lookalike.sink.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.sink.TestVectorEvents.vector;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.schemas.Topics;
import org.lookalike.sink.FakeVectorStore;
import org.lookalike.sink.TestVectorEvents;
import org.lookalike.sink.generation.ReconciliationResult.Status;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;
import org.lookalike.vectorstore.RowOrigin;

final class ReconcilerTest {
    private static final Space SPACE = Space.fitted(
            TestVectorEvents.ENCODER,
            "vectors",
            LinearProjection.of(new float[] {9, 9}, new float[] {1, 0, 0, 1}),
            List.of(),
            null);

    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final VectorRows rows = new VectorRows(codec);
    private final FakeTopic topic = new FakeTopic();
    private final FakeVectorStore store = new FakeVectorStore();
    /** What happens after the topic was read and before the collection is listed. */
    private Runnable meanwhile = () -> {};

    private final Reconciler reconciler =
            new Reconciler(store, rows, topic::reader, space -> committedAfter(meanwhile));

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void nothingIsComparedWhileTheStoreOpensTheCollection() throws InterruptedException {
        arrive("a");
        store.opening = true;
        assertThat(reconciler.verify(SPACE).status()).isEqualTo(Status.PENDING);
        assertThat(reconciler.repair(SPACE).status()).isEqualTo(Status.PENDING);

        store.opening = false;

        assertThat(reconciler.verify(SPACE).status()).isEqualTo(Status.CONSISTENT);
    }

    @Test
    void equalIdsAreConsistent() throws InterruptedException {
        arrive("a", "b");
        arrive("a");
        arrive("gone");
        forget("gone");

        ReconciliationResult result = reconciler.verify(SPACE);

        assertThat(result.status()).isEqualTo(Status.CONSISTENT);
        assertThat(List.of(result.expected(), result.counted())).containsExactly(2L, 2L);
    }

    @Test
    void anEmptyTopicAndAnEmptyCollectionAreConsistent() throws InterruptedException {
        store.createCollection(SPACE.collection(), 2);

        assertThat(reconciler.verify(SPACE).status()).isEqualTo(Status.CONSISTENT);
    }

    @Test
    void namesWhatIsMissingAndWhatIsExtra() throws InterruptedException {
        arrive("a", "b", "c", "d");
        store.delete(SPACE.collection(), List.of("b", "d"));
        sink("stranger");

        ReconciliationResult result = reconciler.verify(SPACE);

        assertThat(result.status()).isEqualTo(Status.INCONSISTENT);
        assertThat(result.missing()).containsExactly("b", "d");
        assertThat(result.extra()).containsExactly("stranger");
        assertThat(List.of(result.expected(), result.counted())).containsExactly(4L, 3L);
    }

    @Test
    void whatComesAndGoesMeanwhileIsNoDifference() throws InterruptedException {
        arrive("a", "leaves");
        meanwhile = () -> {
            arrive("comes");
            // On its way: the topic has it, the collection not yet.
            publish("late");
            topic.publish("leaves", null);
            store.delete(SPACE.collection(), List.of("leaves"));
        };

        ReconciliationResult result = reconciler.verify(SPACE);

        assertThat(result.status()).isEqualTo(Status.CONSISTENT);
    }

    @Test
    void aDifferenceBesideArrivalsIsStillFound() throws InterruptedException {
        arrive("a", "b");
        store.delete(SPACE.collection(), List.of("a"));
        meanwhile = () -> arrive("comes");

        assertThat(reconciler.verify(SPACE).missing()).containsExactly("a");
    }

    @Test
    void whatTheSinkRefusesIsNotMissing() throws InterruptedException {
        arrive("a");
        topic.publish("noise", new byte[] {1, 2, 3});
        topic.publish("foreign", encoded("foreign", "ffeeddccbbaa9988", 1, 2));
        topic.publish("liar", encoded("liar", TestVectorEvents.ENCODER, 1, 2, 3));
        // Exactly the mean: there is no direction in which it lies.
        topic.publish("nowhere", encoded("nowhere", TestVectorEvents.ENCODER, 9, 9));

        ReconciliationResult result = reconciler.verify(SPACE);

        assertThat(result.status()).isEqualTo(Status.CONSISTENT);
        assertThat(result.expected()).isEqualTo(1);
    }

    @Test
    void aRepairMakesTheCollectionConsistent() throws InterruptedException {
        arrive("a", "b", "c");
        store.delete(SPACE.collection(), List.of("b"));
        sink("stranger");

        assertThat(reconciler.repair(SPACE).status()).isEqualTo(Status.INCONSISTENT);

        assertThat(reconciler.verify(SPACE).status()).isEqualTo(Status.CONSISTENT);
        assertThat(ids()).containsExactly("a", "b", "c");
    }

    @Test
    void aRepairDoesNotUndoWhatComesMeanwhile() throws InterruptedException {
        arrive("a", "b", "leaves");
        store.delete(SPACE.collection(), List.of("b", "leaves"));
        sink("stranger");
        store.beforeUpsert = () -> {
            store.beforeUpsert = () -> {};
            // The group is quicker: what the repair writes now is old.
            arrive("stranger");
            topic.publish("leaves", null);
        };

        reconciler.repair(SPACE);

        assertThat(ids()).containsExactly("a", "b", "stranger");
        assertThat(reconciler.verify(SPACE).status()).isEqualTo(Status.CONSISTENT);
    }

    private void arrive(String... ids) {
        for (String id : ids) {
            publish(id);
            sink(id);
        }
    }

    private void publish(String id) {
        topic.publish(id, encoded(id, TestVectorEvents.ENCODER, id.hashCode(), 1));
    }

    private void forget(String id) {
        topic.publish(id, null);
        store.delete(SPACE.collection(), List.of(id));
    }

    private void sink(String id) {
        store.ensureCollection(SPACE.collection(), 2);
        store.rows.upsert(
                SPACE.collection(),
                List.of(rows.read(id, encoded(id, TestVectorEvents.ENCODER, id.hashCode(), 1), RowOrigin.UNKNOWN)
                        .in(SPACE)));
    }

    private byte[] encoded(String id, String encoder, float... features) {
        return codec.encode(
                Topics.VECTORS, vector(id, features).setEncoderId(encoder).build());
    }

    private Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        Consumer<String> add = ids::add;
        store.forEachId(SPACE.collection(), add);
        return ids;
    }

    private Map<TopicPartition, Long> committedAfter(Runnable events) {
        Map<TopicPartition, Long> committed = Map.of(FakeTopic.PARTITION, topic.end());
        meanwhile = () -> {};
        events.run();
        return committed;
    }
}
