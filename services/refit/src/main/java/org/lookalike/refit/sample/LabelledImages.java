package org.lookalike.refit.sample;

import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.lookalike.refit.sample.SampleMessage.Labelled;
import org.lookalike.refit.sample.SampleMessage.Unlabelled;

/**
 * Joins the vectors of a partition with the labels of their images, whichever comes first. Labels mostly come long after
 * the vectors. A table of all vectors would be a second copy of their topic, so that the state holds but the offset of
 * each image's latest vector, and the few that are labelled are fetched by it. Belongs to one task and its thread.
 */
final class LabelledImages {
    private static final char SEPARATOR = '\0';

    private final KeyValueStore<String, Long> offsets;
    private final KeyValueStore<String, String> labels;
    private final BiConsumer<String, SampleMessage> output;

    /**
     * @param offsets the offset of each image's latest vector
     * @param labels the label of each labelled image, and where it was sent to
     * @param output takes what goes out, by stream
     */
    LabelledImages(
            KeyValueStore<String, Long> offsets,
            KeyValueStore<String, String> labels,
            BiConsumer<String, SampleMessage> output) {
        this.offsets = offsets;
        this.labels = labels;
        this.output = output;
    }

    /** An image got its first vector, or a new one. */
    void upsert(VectorUpdate.Upsert update) {
        String key = key(update.topic(), update.imageId());
        offsets.put(key, update.offset());
        LabelState state = LabelState.parse(labels.get(key));
        if (state != null) {
            send(key, state, update);
        }
    }

    /** An image was deleted; the caller has the merging task forget it. */
    void delete(VectorUpdate.Tombstone update) {
        String key = key(update.topic(), update.imageId());
        offsets.delete(key);
        LabelState state = LabelState.parse(labels.get(key));
        if (state != null) {
            labels.put(key, new LabelState("", state.label()).text());
        }
    }

    /** An image got another label, or lost it. */
    void label(String imageId, LabelChange change, int partition, VectorFetcher vectors) {
        String key = key(change.topic(), imageId);
        LabelState before = LabelState.parse(labels.get(key));
        if (change.label().isEmpty()) {
            if (before != null) {
                labels.delete(key);
                if (!before.stream().isEmpty()) {
                    output.accept(before.stream(), new Unlabelled(imageId));
                }
            }
            return;
        }
        if (before != null && before.label().equals(change.label())) {
            return;
        }
        LabelState after = new LabelState(before == null ? "" : before.stream(), change.label());
        labels.put(key, after.text());
        Long offset = offsets.get(key);
        if (offset != null) {
            vectors.fetch(change.topic(), partition, offset)
                    .filter(update -> update.imageId().equals(imageId))
                    .ifPresent(update -> send(key, after, update));
        }
    }

    private void send(String key, LabelState state, VectorUpdate.Upsert update) {
        String stream = update.stream().key();
        if (!state.stream().isEmpty() && !state.stream().equals(stream)) {
            output.accept(state.stream(), new Unlabelled(update.imageId()));
        }
        labels.put(key, new LabelState(stream, state.label()).text());
        output.accept(
                stream, new Labelled(update.image().withLabel(state.label()).toBytes()));
    }

    private static String key(String topic, String imageId) {
        return topic + "/" + imageId;
    }

    /**
     * @param stream the stream whose merging task has the labelled image; empty if none
     * @param label the image's label
     */
    private record LabelState(String stream, String label) {
        static @Nullable LabelState parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            int separator = text.indexOf(SEPARATOR);
            return new LabelState(text.substring(0, separator), text.substring(separator + 1));
        }

        String text() {
            return stream + SEPARATOR + label;
        }
    }
}
