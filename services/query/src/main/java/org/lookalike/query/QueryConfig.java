package org.lookalike.query;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.encoding.onnx.EncoderSettings;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.decode.DecodeSettings;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.imaging.store.ImageStoreSettings;
import org.lookalike.latent.labelling.AuditSample;
import org.lookalike.latent.search.ExampleVector;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.query.answer.RequestLimits;
import org.lookalike.query.recognise.RecognitionConfig;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * What the query service has to be told.
 *
 * @param group the consumer group; the instances of one group share the requests
 * @param maxBatchSize most requests answered together, at least 1
 * @param limits what one request may ask for, and for how long
 * @param unlikeWeight how strongly a query keeps away from what it shall not resemble, 0 to 1
 * @param recognition how images are recognised
 * @param replyTopics the topics that may be answered on; an entry may end with an asterisk
 * @param searchThreads searches that run at the same time, at least 1
 * @param decodeThreads query images decoded at the same time, at least 1
 * @param store the image store, for queries by URI
 * @param decode what one query image may cost
 * @param encoder the encoder, the same as the embedder's
 * @param moreEncoders folders of further encoders, run as the first is
 * @param vectorStore the vector store
 */
public record QueryConfig(
        String group,
        int maxBatchSize,
        RequestLimits limits,
        double unlikeWeight,
        RecognitionConfig recognition,
        List<String> replyTopics,
        int searchThreads,
        int decodeThreads,
        ImageStoreConfig store,
        DecodeLimits decode,
        EncoderSettings encoder,
        List<Path> moreEncoders,
        VectorStoreConfig vectorStore) {
    private static final int MAX_THREADS = 256;

    private static final Setting<String> GROUP =
            Setting.required("query.group", "query", "The consumer group; its instances share the requests.");
    private static final Setting<Integer> MAX_BATCH_SIZE = Setting.integer(
            "query.batch.max-size",
            1,
            1_024,
            64,
            "Most requests answered together. Nothing waits for a batch to fill: whatever has come meanwhile is one.");
    private static final Setting<Integer> MAX_K =
            Setting.integer("query.max-k", 1, RequestLimits.MAX_K, 1_000, "Most hits that a request may ask for.");
    private static final Setting<Integer> MAX_CLUSTERS = Setting.integer(
            "query.max-clusters",
            1,
            RequestLimits.MAX_CLUSTERS,
            256,
            "Most clusters, and most labels, that a request may name in its filters.");
    private static final Setting<Integer> MAX_EXAMPLES = Setting.integer(
            "query.max-examples",
            1,
            RequestLimits.MAX_EXAMPLES,
            64,
            "Most pictures that one query may give as examples of what to look for and what to keep away from.");
    private static final Setting<Integer> MAX_LOOKS = Setting.integer(
            "query.max-looks",
            1,
            AuditSample.MAX_SIZE,
            100,
            "Most pictures of a cluster that a request may ask for to look at.");
    private static final Setting<Double> UNLIKE_WEIGHT = Setting.decimal(
            "query.unlike-weight",
            0,
            1,
            ExampleVector.DEFAULT_UNLIKE_WEIGHT,
            "How strongly a query keeps away from the examples that it shall not resemble, where it does not say.");
    private static final Setting<Duration> DEFAULT_DEADLINE = Setting.duration(
            "query.default-deadline",
            Duration.ofMillis(100),
            Duration.ofHours(1),
            "30s",
            "How long after its record's timestamp a request that names no deadline is still worth answering.");
    private static final Setting<Duration> MAX_WAIT = Setting.duration(
            "query.max-wait",
            Duration.ofMillis(100),
            Duration.ofHours(1),
            "20s",
            "A request that waited longer than this for its turn is answered OVERLOADED although its deadline has not"
                    + " passed, so that a backlog is worked off faster than it grows; raise it for callers that wait"
                    + " long on purpose.");
    private static final Setting<List<String>> REPLY_TOPICS = Setting.list(
            "query.reply-topics",
            "search.replies",
            "The topics that callers may be answered on, separated by commas; an entry may end with an asterisk.");
    private static final Setting<Duration> SEARCH_TIMEOUT = Setting.duration(
            "query.search-timeout",
            Duration.ofMillis(10),
            Duration.ofMinutes(5),
            "5s",
            "Most time for one search; a request's deadline shortens it.");
    private static final Setting<Integer> SEARCH_THREADS =
            Setting.integer("query.search-threads", 1, MAX_THREADS, 8, "Searches that run at the same time.");
    private static final Setting<Integer> DECODE_THREADS = Setting.integer(
            "query.decode-threads",
            0,
            MAX_THREADS,
            0,
            "Query pictures decoded at the same time; 0 takes one thread per core.");

    private static final Setting<List<String>> MORE_ENCODERS = Setting.list(
            "query.more-encoders",
            "",
            "Folders of further encoders, separated by commas, for the time of an encoder upgrade: pictures can then be"
                    + " asked in the spaces of all of them. They run on the device of the first, with its options.");

    public QueryConfig {
        moreEncoders = List.copyOf(moreEncoders);
        replyTopics = List.copyOf(replyTopics);
        require(!group.isBlank(), "group must not be blank");
        require(maxBatchSize >= 1, "maxBatchSize is %d, must be at least 1".formatted(maxBatchSize));
        require(searchThreads >= 1, "searchThreads is %d, must be at least 1".formatted(searchThreads));
        require(decodeThreads >= 1, "decodeThreads is %d, must be at least 1".formatted(decodeThreads));
    }

    /** Every setting of this service, the shared sections included. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(List.of(
                GROUP,
                MAX_BATCH_SIZE,
                MAX_K,
                MAX_CLUSTERS,
                MAX_EXAMPLES,
                MAX_LOOKS,
                UNLIKE_WEIGHT,
                DEFAULT_DEADLINE,
                MAX_WAIT,
                REPLY_TOPICS,
                SEARCH_TIMEOUT,
                SEARCH_THREADS,
                DECODE_THREADS,
                MORE_ENCODERS));
        settings.addAll(RecognitionConfig.settings());
        settings.addAll(ImageStoreSettings.settings());
        settings.addAll(DecodeSettings.settings());
        settings.addAll(EncoderSettings.settings());
        settings.addAll(VectorStoreConfig.settings());
        return List.copyOf(settings);
    }

    public static QueryConfig from(Settings settings) {
        int decodeThreads = settings.get(DECODE_THREADS);
        return new QueryConfig(
                settings.get(GROUP),
                settings.get(MAX_BATCH_SIZE),
                new RequestLimits(
                        settings.get(MAX_K),
                        settings.get(MAX_CLUSTERS),
                        settings.get(MAX_EXAMPLES),
                        settings.get(MAX_LOOKS),
                        settings.get(DEFAULT_DEADLINE),
                        settings.get(MAX_WAIT),
                        settings.get(SEARCH_TIMEOUT)),
                settings.get(UNLIKE_WEIGHT),
                RecognitionConfig.from(settings),
                settings.get(REPLY_TOPICS),
                settings.get(SEARCH_THREADS),
                decodeThreads == 0 ? Runtime.getRuntime().availableProcessors() : decodeThreads,
                ImageStoreSettings.from(settings),
                DecodeSettings.from(settings),
                EncoderSettings.from(settings),
                settings.get(MORE_ENCODERS).stream().map(Path::of).toList(),
                VectorStoreConfig.from(settings));
    }

    /** The settings of every encoder that is to be opened, the first one first. */
    List<EncoderSettings> encoders() {
        List<EncoderSettings> all = new ArrayList<>(List.of(encoder));
        moreEncoders.forEach(folder -> all.add(new EncoderSettings(folder, encoder.options(), encoder.parity())));
        return all;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
