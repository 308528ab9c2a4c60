package org.lookalike.query;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lookalike.encoding.onnx.EncoderConfig;
import org.lookalike.imaging.decode.DecodeLimits;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.latent.search.ExampleVector;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.crash.CrashConfig;
import org.lookalike.query.admission.QueueLimits;
import org.lookalike.query.recognise.RecognitionConfig;
import org.lookalike.query.request.RequestLimits;
import org.lookalike.spaces.CollectionLoss;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * The configuration of the query service.
 *
 * @param group the consumer group; the instances of one group share the requests
 * @param maxBatchSize most plain searches answered at the same time
 * @param limits what one request may ask for, and for how long
 * @param queues what may wait, and how much of it one client
 * @param unlikeWeight how strongly a query keeps away from what it shall not resemble
 * @param expand whether queries of result lists are expanded where requests do not say
 * @param recognition how images are recognised
 * @param replyTopics the topics that may be answered on; an entry may end with an asterisk
 * @param searchThreads searches that run at the same time
 * @param decodeThreads query images decoded at the same time
 * @param store the image store, for queries by URI
 * @param decode what one query image may cost
 * @param encoder the encoder, the same as the embedder's
 * @param moreEncoders folders of further encoders, run as the first is
 * @param vectorStore the vector store
 * @param lostShare how much of a ready collection may be missing before it is not searched any more
 * @param collectionCheckInterval how long a check of a collection holds good
 * @param crashes how images that end the process are isolated
 */
public record QueryConfig(
        String group,
        int maxBatchSize,
        RequestLimits limits,
        QueueLimits queues,
        double unlikeWeight,
        boolean expand,
        RecognitionConfig recognition,
        List<String> replyTopics,
        int searchThreads,
        int decodeThreads,
        ImageStoreConfig store,
        DecodeLimits decode,
        EncoderConfig encoder,
        List<Path> moreEncoders,
        VectorStoreConfig vectorStore,
        double lostShare,
        Duration collectionCheckInterval,
        CrashConfig crashes) {
    private static final Setting<String> GROUP =
            Setting.required("query.group", "query", "The consumer group; its instances share the requests.");
    private static final Setting<Integer> MAX_BATCH_SIZE = Setting.integer(
            "query.batch.max-size",
            1,
            1_024,
            64,
            "Maximum number of plain searches answered at the same time, and together. Nothing waits for a batch to"
                    + " fill up: it takes whatever has arrived.");
    private static final Setting<Double> UNLIKE_WEIGHT = Setting.decimal(
            "query.unlike-weight",
            0,
            1,
            ExampleVector.DEFAULT_UNLIKE_WEIGHT,
            "Weight of the counterexamples of a query that does not give one.");
    private static final Setting<Boolean> EXPAND = Setting.flag(
            "query.expand",
            true,
            "Search for lists of hits twice, the second time together with the two nearest pictures, unless a request"
                    + " says otherwise: more of what is alike is found, at about half the rate. Verdicts are not affected.");
    private static final Setting<List<String>> REPLY_TOPICS = Setting.list(
            "query.reply-topics",
            "search.replies",
            "Allow-list of reply topics, separated by commas; an entry may end with an asterisk.");
    private static final Setting<Integer> SEARCH_THREADS =
            Setting.integer("query.search-threads", 1, 256, 8, "Maximum number of concurrent searches.");
    private static final Setting<Integer> DECODE_THREADS =
            Setting.threads("query.decode-threads", 256, "Number of query pictures decoded concurrently.");

    private static final Setting<List<String>> MORE_ENCODERS = Setting.list(
            "query.more-encoders",
            "",
            "Folders of additional encoders, separated by commas, for use during an encoder upgrade:"
                    + " pictures can then be searched in the spaces of all of them. They run on the device of"
                    + " the first, with its options.");

    private static final Setting<Duration> COLLECTION_CHECK_INTERVAL = Setting.duration(
            "query.collection-check-interval",
            Duration.ZERO,
            Duration.ofMinutes(1),
            "1s",
            "How long a check that a collection is whole holds good. For so long after a collection was lost searches may"
                    + " be answered from what is left; longer where a check itself takes more than a tenth of it. 0 checks before each answer is sent.");

    public QueryConfig {
        moreEncoders = List.copyOf(moreEncoders);
        replyTopics = List.copyOf(replyTopics);
        GROUP.require(group);
        MAX_BATCH_SIZE.require(maxBatchSize);
        UNLIKE_WEIGHT.require(unlikeWeight);
        SEARCH_THREADS.require(searchThreads);
        DECODE_THREADS.require(decodeThreads);
        CollectionLoss.SHARE.require(lostShare);
        COLLECTION_CHECK_INTERVAL.require(collectionCheckInterval);
    }

    public static QueryConfig from(Settings settings) {
        return new QueryConfig(
                settings.get(GROUP),
                settings.get(MAX_BATCH_SIZE),
                RequestLimits.from(settings),
                QueueLimits.from(settings),
                settings.get(UNLIKE_WEIGHT),
                settings.get(EXPAND),
                RecognitionConfig.from(settings),
                settings.get(REPLY_TOPICS),
                settings.get(SEARCH_THREADS),
                settings.get(DECODE_THREADS),
                ImageStoreConfig.from(settings),
                DecodeLimits.from(settings),
                EncoderConfig.from(settings),
                settings.get(MORE_ENCODERS).stream().map(Path::of).toList(),
                VectorStoreConfig.from(settings),
                settings.getShared(CollectionLoss.SHARE),
                settings.get(COLLECTION_CHECK_INTERVAL),
                CrashConfig.from(settings));
    }

    /** The settings of every encoder that is to be opened, the first one first. */
    List<EncoderConfig> encoders() {
        List<EncoderConfig> all = new ArrayList<>(List.of(encoder));
        moreEncoders.forEach(folder -> all.add(new EncoderConfig(folder, encoder.options(), encoder.parity())));
        return all;
    }
}
