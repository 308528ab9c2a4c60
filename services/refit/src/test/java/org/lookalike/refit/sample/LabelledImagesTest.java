package org.lookalike.refit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.lookalike.events.FeatureEncoding;

final class LabelledImagesTest {
    private static final VectorStream OLD = new VectorStream("vectors", "00112233445566aa", 2);
    private static final VectorStream NEW = new VectorStream("vectors.new", "ffeeddccbbaa9988", 2);

    private final Map<Long, VectorUpdate.Upsert> log = new HashMap<>();
    private final List<String> sent = new ArrayList<>();
    private final LabelledImages images = new LabelledImages(
            store("offsets", Serdes.Long()),
            store("labels", Serdes.String()),
            (stream, message) -> sent.add(
                    message instanceof SampleMessage.Labelled labelled
                            ? "%s %s %s"
                                    .formatted(
                                            stream,
                                            SampledImage.of(labelled.image()).imageId(),
                                            SampledImage.of(labelled.image()).label())
                            : stream + " " + message));

    @Test
    void aTopicThatIsAddedLaterFindsTheLabelsThatAreThere() {
        publish(OLD, 0);
        label("gear", List.of("vectors"));

        publish(NEW, 1);

        assertThat(sent).containsExactly(OLD.key() + " a gear", NEW.key() + " a gear");
    }

    @Test
    void aLabelGoesToTheStreamsOfAllTopics() {
        publish(OLD, 0);
        publish(NEW, 1);

        label("gear", List.of("vectors", "vectors.new"));
        label("", List.of("vectors", "vectors.new"));

        assertThat(sent)
                .containsExactly(
                        OLD.key() + " a gear",
                        NEW.key() + " a gear",
                        OLD.key() + " " + new SampleMessage.Unlabelled("a"),
                        NEW.key() + " " + new SampleMessage.Unlabelled("a"));
    }

    @Test
    void anImageOfAnotherEncoderInTheSameTopicLeavesTheFormerStream() {
        publish(OLD, 0);
        label("gear", List.of("vectors"));
        VectorStream other = new VectorStream("vectors", "ffeeddccbbaa9988", 2);

        publish(other, 1);

        assertThat(sent)
                .containsExactly(
                        OLD.key() + " a gear",
                        OLD.key() + " " + new SampleMessage.Unlabelled("a"),
                        other.key() + " a gear");
    }

    @Test
    void aVectorThatWasCompactedAwayComesWithItsSuccessor() {
        publish(OLD, 0);
        log.clear();
        label("gear", List.of("vectors"));
        assertThat(sent).isEmpty();

        publish(OLD, 1);

        assertThat(sent).containsExactly(OLD.key() + " a gear");
    }

    private void publish(VectorStream stream, long offset) {
        float[] features = {1, 2};
        byte[] bytes = {0, 0, -128, 63, 0, 0, 0, 64};
        SampledImage image = new SampledImage("a", 7, FeatureEncoding.FLOAT32_LE, 2, bytes, "line 7", "file:///a", "");
        VectorUpdate.Upsert update = new VectorUpdate.Upsert(stream, image, features, offset);
        log.put(offset, update);
        images.upsert(update);
    }

    private void label(String label, List<String> topics) {
        images.label("a", label, topics, 0, new VectorFetcher() {
            @Override
            public Optional<VectorUpdate.Upsert> fetch(String topic, int partition, long offset) {
                return Optional.ofNullable(log.get(offset));
            }

            @Override
            public void close() {}
        });
    }

    private static <V> KeyValueStore<String, V> store(String name, Serde<V> values) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
