package org.lookalike.labels;

import static org.lookalike.schemas.LabelKeys.CLASS;
import static org.lookalike.schemas.LabelKeys.CLUSTER;
import static org.lookalike.schemas.LabelKeys.IMAGE;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.lookalike.events.ClassRule;
import org.lookalike.events.ClusterLabelled;
import org.lookalike.events.ImageLabelled;
import org.lookalike.events.LabelEvent;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.LabelText;
import org.lookalike.schemas.Topics;

/** Converts labels to records of the topic {@code labels}, and back. Thread-safe. */
public final class LabelRecords {
    private final AvroCodec codec;
    private final InstantSource clock;

    public LabelRecords(AvroCodec codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /** The label of an image. */
    public ProducerRecord<byte[], byte[]> of(ImageLabel label) {
        return record(
                IMAGE + label.imageId(),
                label.at(),
                label.by(),
                ImageLabelled.newBuilder()
                        .setImageId(label.imageId())
                        .setLabel(label.label())
                        .build());
    }

    /** The label of a cluster. */
    public ProducerRecord<byte[], byte[]> of(ClusterLabel label) {
        return record(
                CLUSTER + label.clusterId(),
                label.at(),
                label.by(),
                ClusterLabelled.newBuilder()
                        .setSpaceId(label.spaceId())
                        .setClusterId(label.clusterId())
                        .setLabel(label.label())
                        .setLooked(label.looked())
                        .setAgreed(label.agreed())
                        .setPurityBound(label.purityBound())
                        .setConfidence(label.confidence())
                        .build());
    }

    /**
     * The rate at which images of no enrolled class may be recognised as this one.
     *
     * @param falseMatchRate more than 0 and less than 1
     */
    public ProducerRecord<byte[], byte[]> ofRate(String label, double falseMatchRate, String by) {
        requireRate(label, falseMatchRate);
        return record(
                CLASS + LabelText.require(label),
                clock.instant(),
                by,
                ClassRule.newBuilder()
                        .setLabel(label)
                        .setFalseMatchRate(falseMatchRate)
                        .build());
    }

    /** Removes the label of an image. */
    public ProducerRecord<byte[], byte[]> withoutImage(String imageId) {
        return tombstone(IMAGE + imageId);
    }

    /** Removes the label of a cluster. */
    public ProducerRecord<byte[], byte[]> withoutCluster(String clusterId) {
        return tombstone(CLUSTER + clusterId);
    }

    /** Removes a class's rate, so that the service's setting holds again. */
    public ProducerRecord<byte[], byte[]> withoutRate(String label) {
        return tombstone(CLASS + label);
    }

    /**
     * Applies one record.
     *
     * @throws PermanentFailure MALFORMED_RECORD if it cannot be read; INVALID_FIELD if a field breaks its rule, or the key
     *     does not fit the value: a tombstone could not undo it
     * @throws org.lookalike.platform.failure.TransientFailure if the registry does not answer
     */
    void apply(Labels.Changes changes, ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            undo(changes, key);
            return;
        }
        LabelEvent event = codec.decode(Topics.LABELS, record.value());
        try {
            if (event.getEvent() instanceof ImageLabelled image) {
                requireKey(key, IMAGE + image.getImageId());
                changes.put(new ImageLabel(image.getImageId(), image.getLabel(), event.getBy(), event.getAt()));
            } else if (event.getEvent() instanceof ClusterLabelled cluster) {
                requireKey(key, CLUSTER + cluster.getClusterId());
                changes.put(new ClusterLabel(
                        cluster.getSpaceId(),
                        cluster.getClusterId(),
                        cluster.getLabel(),
                        cluster.getLooked(),
                        cluster.getAgreed(),
                        cluster.getPurityBound(),
                        cluster.getConfidence(),
                        event.getBy(),
                        event.getAt()));
            } else if (event.getEvent() instanceof ClassRule rule) {
                requireKey(key, CLASS + LabelText.require(rule.getLabel()));
                if (rule.getFalseMatchRate() == null) {
                    changes.removeRate(rule.getLabel());
                } else {
                    requireRate(rule.getLabel(), rule.getFalseMatchRate());
                    changes.putRate(rule.getLabel(), rule.getFalseMatchRate());
                }
            }
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, "label event: " + e.getMessage(), e);
        }
    }

    private static void undo(Labels.Changes changes, String key) {
        if (key.startsWith(IMAGE)) {
            changes.removeImage(key.substring(IMAGE.length()));
        } else if (key.startsWith(CLUSTER)) {
            changes.removeCluster(key.substring(CLUSTER.length()));
        } else if (key.startsWith(CLASS)) {
            changes.removeRate(key.substring(CLASS.length()));
        }
    }

    private static void requireKey(String key, String expected) {
        if (!key.equals(expected)) {
            throw new IllegalArgumentException("the key is '%s', must be '%s'".formatted(key, expected));
        }
    }

    private static void requireRate(String label, double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "the false match rate of '%s' is %s, must be more than 0 and less than 1".formatted(label, rate));
        }
    }

    private ProducerRecord<byte[], byte[]> record(String key, Instant at, String by, Object event) {
        LabelEvent value =
                LabelEvent.newBuilder().setAt(at).setBy(by).setEvent(event).build();
        return new ProducerRecord<>(Topics.LABELS.name(), Records.key(key), codec.encode(Topics.LABELS, value));
    }

    private static ProducerRecord<byte[], byte[]> tombstone(String key) {
        return new ProducerRecord<>(Topics.LABELS.name(), Records.key(key), null);
    }
}
