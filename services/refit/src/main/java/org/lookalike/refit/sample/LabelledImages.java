package org.lookalike.refit.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** Neither labels nor streams contain control characters: {@link LabelProcessor} skips labels that do. */
    private static final String SEPARATOR = "\0";

    private final KeyValueStore<String, Long> offsets;
    private final KeyValueStore<String, String> labels;
    private final BiConsumer<String, SampleMessage> output;

    /**
     * @param offsets the offset of each image's latest vector, by topic and image id
     * @param labels the label of each labelled image, and where it was sent, by image id: a topic of vectors that is added
     *     later finds the labels that are there
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
        offsets.put(offsetKey(update.topic(), update.imageId()), update.offset());
        LabelState state = LabelState.parse(labels.get(update.imageId()));
        if (state != null) {
            send(state, update);
        }
    }

    /** An image was deleted; the caller has the merging task forget it. */
    void delete(VectorUpdate.Tombstone update) {
        offsets.delete(offsetKey(update.topic(), update.imageId()));
        LabelState state = LabelState.parse(labels.get(update.imageId()));
        if (state != null) {
            labels.put(update.imageId(), state.without(update.topic()).text());
        }
    }

    /**
     * An image got another label, or lost it.
     *
     * @param label empty for none
     * @param topics the topics of vectors
     * @param partition of those topics
     */
    void label(String imageId, String label, List<String> topics, int partition, VectorFetcher vectors) {
        LabelState before = LabelState.parse(labels.get(imageId));
        if (label.isEmpty()) {
            if (before != null) {
                labels.delete(imageId);
                before.streams().forEach(stream -> output.accept(stream, new Unlabelled(imageId)));
            }
            return;
        }
        if (before != null && before.label().equals(label)) {
            return;
        }
        LabelState state = new LabelState(label, before == null ? List.of() : before.streams());
        labels.put(imageId, state.text());
        for (String topic : topics) {
            Long offset = offsets.get(offsetKey(topic, imageId));
            if (offset != null) {
                Optional<VectorUpdate.Upsert> vector = vectors.fetch(topic, partition, offset)
                        .filter(update -> update.imageId().equals(imageId));
                state = vector.isPresent() ? send(state, vector.get()) : state;
            }
        }
    }

    /** Sends a labelled image to the task that merges its stream; if it was in another one of the topic, it leaves that. */
    private LabelState send(LabelState before, VectorUpdate.Upsert update) {
        String imageId = update.imageId();
        String stream = update.stream().key();
        before.streams().stream()
                .filter(other -> !other.equals(stream) && isOf(update.topic(), other))
                .forEach(other -> output.accept(other, new Unlabelled(imageId)));
        LabelState after = before.without(update.topic()).with(stream);
        labels.put(imageId, after.text());
        output.accept(
                stream, new Labelled(update.image().withLabel(after.label()).toBytes()));
        return after;
    }

    private static boolean isOf(String topic, String stream) {
        return VectorStream.of(stream).topic().equals(topic);
    }

    private static String offsetKey(String topic, String imageId) {
        return topic + "/" + imageId;
    }

    /**
     * @param label the image's label
     * @param streams the streams whose merging tasks have the labelled image, one of each topic at most
     */
    private record LabelState(String label, List<String> streams) {
        static @Nullable LabelState parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            List<String> parts = List.of(text.split(SEPARATOR, -1));
            return new LabelState(parts.get(0), parts.subList(1, parts.size()));
        }

        String text() {
            return streams.isEmpty() ? label : label + SEPARATOR + String.join(SEPARATOR, streams);
        }

        LabelState with(String stream) {
            List<String> more = new ArrayList<>(streams);
            more.add(stream);
            return new LabelState(label, more);
        }

        LabelState without(String topic) {
            return new LabelState(
                    label,
                    streams.stream().filter(stream -> !isOf(topic, stream)).toList());
        }
    }
}
