package org.lookalike.refit.sample;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ImageLabelled;
import org.lookalike.labels.ImageLabel;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.Retrier;
import org.lookalike.platform.kafka.KeyPartitions;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ErrorCode;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.LabelText;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the labels of images, an empty one where an image is of no class any more. Labels of whole clusters tell a fit
 * nothing that the space does not know, and images of the background are of no class.
 */
public final class LabelProcessor extends ContextualProcessor<byte[], byte[], String, String> {
    private static final Logger LOGGER = LoggerFactory.getLogger(LabelProcessor.class);

    private final AvroCodec codec;
    private final Retrier retrier;

    /** @param retrier retries while the registry does not answer */
    public LabelProcessor(AvroCodec codec, Retrier retrier) {
        this.codec = codec;
        this.retrier = retrier;
    }

    /**
     * The partitions in which the embedder may publish an image's vectors, by the rule of Kafka's default partitioner.
     *
     * @param partitions how many partitions each topic of vectors has
     */
    public static Set<Integer> partitions(String imageId, Map<String, Integer> partitions) {
        int hash = KeyPartitions.hash(Records.key(imageId));
        return partitions.values().stream()
                .map(count -> KeyPartitions.partition(hash, count))
                .collect(Collectors.toSet());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String key = Records.text(record.key());
        if (key == null || !key.startsWith(LabelKeys.IMAGE)) {
            return;
        }
        String imageId = key.substring(LabelKeys.IMAGE.length());
        try {
            label(imageId, record.value())
                    .ifPresent(label -> context().forward(new Record<>(imageId, label, record.timestamp())));
        } catch (PermanentFailure e) {
            LOGGER.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("code", e.code())
                    .log("skipped a label: {}", e.getMessage());
        }
    }

    /** The image's class, empty text for none; nothing where the record contradicts its key. */
    private Optional<String> label(String imageId, byte @Nullable [] value) {
        if (value == null) {
            return Optional.of("");
        }
        Object event = retrier.get(() -> codec.decode(Topics.LABELS, value)).getEvent();
        if (!(event instanceof ImageLabelled labelled) || !labelled.getImageId().equals(imageId)) {
            return Optional.empty();
        }
        String label = required(labelled.getLabel());
        return Optional.of(label.equals(ImageLabel.BACKGROUND) ? "" : label);
    }

    /** Anybody can publish labels, and the state stores rely on the rules: what breaks them must not get that far. */
    private static String required(String label) {
        try {
            return LabelText.require(label);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage()));
        }
    }
}
