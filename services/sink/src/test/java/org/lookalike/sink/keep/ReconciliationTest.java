package org.lookalike.sink.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lookalike.sink.VectorExamples.vector;

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
import org.lookalike.sink.FlakyVectorStore;
import org.lookalike.sink.VectorExamples;
import org.lookalike.sink.keep.Count.Outcome;
import org.lookalike.sink.place.VectorRows;
import org.lookalike.spaces.LinearProjection;
import org.lookalike.spaces.Space;

final class ReconciliationTest {
    private static final Space SPACE = Space.fitted(
            VectorExamples.ENCODER,
            "vectors",
            LinearProjection.of(new float[] {9, 9}, new float[] {1, 0, 0, 1}),
            List.of(),
            null);

    private final AvroCodec codec = new AvroCodec("mock://" + UUID.randomUUID(), true);
    private final VectorRows rows = new VectorRows(codec);
    private final FakeTopic topic = new FakeTopic();
    private final FlakyVectorStore store = new FlakyVectorStore();
    /** What happens after the topic was read and before the collection is listed. */
    private Runnable meanwhile = () -> {};

    private final Reconciliation reconciliation =
            new Reconciliation(store, rows, topic::reader, space -> committedAfter(meanwhile));

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void nothingIsCountedWhileTheStoreOpensTheCollection() throws InterruptedException {
        arrive("a");
        store.opening = true;
        assertThat(reconciliation.count(SPACE).outcome()).isEqualTo(Outcome.NOT_YET);
        assertThat(reconciliation.repair(SPACE).outcome()).isEqualTo(Outcome.NOT_YET);

        store.opening = false;

        assertThat(reconciliation.count(SPACE).outcome()).isEqualTo(Outcome.WHOLE);
    }

    @Test
    void equalIdsAreWhole() throws InterruptedException {
        arrive("a", "b");
        arrive("a");
        arrive("gone");
        forget("gone");

        Count count = reconciliation.count(SPACE);

        assertThat(count.outcome()).isEqualTo(Outcome.WHOLE);
        assertThat(List.of(count.expected(), count.counted())).containsExactly(2L, 2L);
    }

    @Test
    void anEmptyTopicIsAWholeEmptyCollection() throws InterruptedException {
        assertThat(reconciliation.count(SPACE).outcome()).isEqualTo(Outcome.WHOLE);
        assertThat(store.collections()).containsExactly(SPACE.collection());
    }

    @Test
    void namesWhatIsMissingAndWhatIsExtra() throws InterruptedException {
        arrive("a", "b", "c", "d");
        store.delete(SPACE.collection(), List.of("b", "d"));
        sink("stranger");

        Count count = reconciliation.count(SPACE);

        assertThat(count.outcome()).isEqualTo(Outcome.WRONG);
        assertThat(count.missing()).containsExactly("b", "d");
        assertThat(count.extra()).containsExactly("stranger");
        assertThat(List.of(count.expected(), count.counted())).containsExactly(4L, 3L);
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

        Count count = reconciliation.count(SPACE);

        assertThat(count.outcome()).isEqualTo(Outcome.WHOLE);
    }

    @Test
    void aDifferenceBesideArrivalsIsStillFound() throws InterruptedException {
        arrive("a", "b");
        store.delete(SPACE.collection(), List.of("a"));
        meanwhile = () -> arrive("comes");

        assertThat(reconciliation.count(SPACE).missing()).containsExactly("a");
    }

    @Test
    void whatTheSinkRefusesIsNotMissing() throws InterruptedException {
        arrive("a");
        topic.publish("noise", new byte[] {1, 2, 3});
        topic.publish("foreign", encoded("foreign", "ffeeddccbbaa9988", 1, 2));
        topic.publish("liar", encoded("liar", VectorExamples.ENCODER, 1, 2, 3));
        // Exactly the mean: there is no direction in which it lies.
        topic.publish("nowhere", encoded("nowhere", VectorExamples.ENCODER, 9, 9));

        Count count = reconciliation.count(SPACE);

        assertThat(count.outcome()).isEqualTo(Outcome.WHOLE);
        assertThat(count.expected()).isEqualTo(1);
    }

    @Test
    void aRepairBringsTheCollectionToItsTopic() throws InterruptedException {
        arrive("a", "b", "c");
        store.delete(SPACE.collection(), List.of("b"));
        sink("stranger");

        assertThat(reconciliation.repair(SPACE).outcome()).isEqualTo(Outcome.WRONG);

        assertThat(reconciliation.count(SPACE).outcome()).isEqualTo(Outcome.WHOLE);
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

        reconciliation.repair(SPACE);

        assertThat(ids()).containsExactly("a", "b", "stranger");
        assertThat(reconciliation.count(SPACE).outcome()).isEqualTo(Outcome.WHOLE);
    }

    private void arrive(String... ids) {
        for (String id : ids) {
            publish(id);
            sink(id);
        }
    }

    private void publish(String id) {
        topic.publish(id, encoded(id, VectorExamples.ENCODER, id.hashCode(), 1));
    }

    private void forget(String id) {
        topic.publish(id, null);
        store.delete(SPACE.collection(), List.of(id));
    }

    private void sink(String id) {
        store.ensureCollection(SPACE.collection(), 2);
        store.rows.upsert(
                SPACE.collection(),
                List.of(rows.read(id, encoded(id, VectorExamples.ENCODER, id.hashCode(), 1))
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
