package org.lookalike.embedder;

import org.lookalike.encoding.onnx.EncoderConfig;
import org.lookalike.encoding.onnx.OnnxOptions;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.crash.CrashConfig;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.EmbedderGroup;

/**
 * The configuration of the embedder.
 *
 * @param group its consumer group; a second encoder runs under another one
 * @param vectorsTopic the topic that its vectors go to; a second encoder has one of its own
 * @param encoder which encoder, and on what it runs
 * @param store where the images lie
 * @param decode the limits of an image
 * @param batching how images are gathered
 * @param inferences inferences at once; one leaves decoding and inference to different threads, more let each thread do
 *     both
 * @param encoding in which precision vectors are published
 * @param crashes how images that end the process are isolated
 */
public record EmbedderConfig(
        String group,
        String vectorsTopic,
        EncoderConfig encoder,
        ImageStoreConfig store,
        DecodeLimits decode,
        BatchingConfig batching,
        int inferences,
        VectorEncoding encoding,
        CrashConfig crashes) {

    private static final Setting<String> VECTORS_TOPIC = Setting.text(
                    "embedder.vectors.topic",
                    Topics.VECTORS.name(),
                    "The topic that vectors are written to. A second encoder, with a consumer group of its"
                            + " own, needs a topic of its own.")
            .where("vectors, or vectors. and a suffix of letters, digits, '.', '_', '-'", Topics::isVectors);

    private static final Setting<Integer> INFERENCES = Setting.integer(
            "embedder.inferences",
            0,
            256,
            0,
            "Number of concurrent inferences; 0 means one per decoding thread on the CPU, each with"
                    + " encoder.threads threads or else an equal share of the cores, and one on a GPU.");

    private static final Setting<VectorEncoding> VECTOR_ENCODING = Setting.choice(
            "embedder.vectors.encoding",
            VectorEncoding.class,
            VectorEncoding.FLOAT32,
            "The precision of published vectors. float16 halves the size of the topic and keeps 11"
                    + " bits of each feature; a vector with a feature beyond 65504 is still published in"
                    + " float32.");

    public EmbedderConfig {
        EmbedderGroup.require(group);
        VECTORS_TOPIC.require(vectorsTopic);
        INFERENCES.require(inferences);
        int maxBatch = encoder.options().maxBatch();
        if (batching.maxImages() > maxBatch) {
            throw new IllegalArgumentException("%s is %d, must be at most encoder.largest-batch, which is %d"
                    .formatted(BatchingConfig.MAX_IMAGES.key(), batching.maxImages(), maxBatch));
        }
    }

    public static EmbedderConfig from(Settings settings) {
        EncoderConfig encoder = EncoderConfig.from(settings);
        BatchingConfig batching = BatchingConfig.from(settings);
        int inferences = settings.get(INFERENCES);
        if (inferences == 0) {
            inferences = encoder.options().device() == OnnxOptions.Device.CPU ? batching.decodeThreads() : 1;
        }
        return new EmbedderConfig(
                EmbedderGroup.name(settings),
                settings.get(VECTORS_TOPIC),
                encoder.withParallelInferences(inferences),
                ImageStoreConfig.from(settings),
                DecodeLimits.from(settings),
                batching,
                inferences,
                settings.get(VECTOR_ENCODING),
                CrashConfig.from(settings));
    }
}
