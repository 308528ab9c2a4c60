package org.lookalike.refit.sample;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.lookalike.events.ImageLabelled;
import org.lookalike.labels.ImageLabel;
import org.lookalike.platform.avro.AvroCodec;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.LabelKeys;
import org.lookalike.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the labels of images and addresses each to the partitions that may hold the image's vectors. Labels of whole
 * clusters tell a fit nothing that the space does not know, and pictures of the background are of no class.
 */
public final class LabelProcessor extends ContextualProcessor<byte[], byte[], String, LabelChange> {
    private static final Logger LOGGER = LoggerFactory.getLogger(LabelProcessor.class);

    private final AvroCodec codec;
    private final Patience patience;
    private final List<String> topics;

    /**
     * @param patience with outages of the registry
     * @param topics the topics of vectors
     */
    public LabelProcessor(AvroCodec codec, Patience patience, List<String> topics) {
        this.codec = codec;
        this.patience = patience;
        this.topics = topics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String key = Records.text(record.key());
        if (key == null || !key.startsWith(LabelKeys.IMAGE)) {
            return;
        }
        String imageId = key.substring(LabelKeys.IMAGE.length());
        try {
            label(imageId, record.value()).ifPresent(label -> {
                for (String topic : topics) {
                    context().forward(new Record<>(imageId, new LabelChange(topic, label), record.timestamp()));
                }
            });
        } catch (PermanentFailure e) {
            LOGGER.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("code", e.code())
                    .log("skipped a label: {}", e.getMessage());
        }
    }

    /** The image's class, empty text for none; nothing where the record contradicts its key. */
    private Optional<String> label(String imageId, byte[] value) {
        if (value == null) {
            return Optional.of("");
        }
        Object event =
                patience.outlast(() -> codec.decode(Topics.LABELS, value)).getEvent();
        return event instanceof ImageLabelled labelled && labelled.getImageId().equals(imageId)
                ? Optional.of(labelled.getLabel().equals(ImageLabel.BACKGROUND) ? "" : labelled.getLabel())
                : Optional.empty();
    }
}
