package org.lookalike.query.admission;

import java.time.Duration;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * What may wait in the queue of each class of cost, how much of it one client, and how many of each class are worked on at
 * the same time.
 *
 * @param maxSize most requests that wait
 * @param maxBytes most bytes of the requests that wait
 * @param clientShare a client's share of places, bytes and threads, more than 0, at most 1
 * @param fetchThreads threads for queries by URI
 * @param analysisThreads threads for what takes many reads or much arithmetic
 * @param clusterThreads threads for questions about clusters
 * @param replyTimeout how long a reply may take to be acknowledged
 */
public record QueueLimits(
        int maxSize,
        long maxBytes,
        double clientShare,
        int fetchThreads,
        int analysisThreads,
        int clusterThreads,
        Duration replyTimeout) {
    private static final Setting<Integer> MAX_SIZE = Setting.integer(
            "query.queue.max-size",
            1,
            100_000,
            4_096,
            "Maximum number of requests that wait in the queue of a class of cost; beyond it they are answered"
                    + " OVERLOADED.");
    private static final Setting<Integer> MAX_MEBIBYTES = Setting.integer(
            "query.queue.max-mib",
            16,
            65_536,
            128,
            "Maximum size of the requests that wait in the queue of a class of cost, in MiB; beyond it they are"
                    + " answered OVERLOADED.");
    private static final Setting<Double> CLIENT_SHARE = Setting.decimal(
            "query.client-share",
            0.01,
            1,
            0.5,
            "The share of each queue and of each class's threads that one client may take; beyond its share of a"
                    + " queue it is answered TOO_MANY_REQUESTS. A client is what the header client-id names, or"
                    + " else the reply topic and partition.");
    private static final Setting<Integer> FETCH_THREADS = Setting.integer(
            "query.fetch-threads", 1, 256, 8, "Number of concurrent queries by URI, which wait for the image store.");
    private static final Setting<Integer> ANALYSIS_THREADS = Setting.integer(
            "query.analysis-threads",
            1,
            64,
            2,
            "Number of concurrent searches that collapse or group hits, place a picture on the map, recognise at a"
                    + " rate of their own, filter by labels of many pictures or have many examples.");
    private static final Setting<Integer> CLUSTER_THREADS =
            Setting.integer("query.cluster-threads", 1, 64, 2, "Number of concurrent questions about clusters.");
    private static final Setting<Duration> REPLY_TIMEOUT = Setting.duration(
            "query.reply-timeout",
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "30s",
            "How long a reply may take to be acknowledged while the broker answers; after that it is given up and"
                    + " its topic is logged as down.");

    public QueueLimits {
        MAX_SIZE.require(maxSize);
        MAX_MEBIBYTES.require((int) (maxBytes >> 20));
        CLIENT_SHARE.require(clientShare);
        FETCH_THREADS.require(fetchThreads);
        ANALYSIS_THREADS.require(analysisThreads);
        CLUSTER_THREADS.require(clusterThreads);
        REPLY_TIMEOUT.require(replyTimeout);
    }

    public static QueueLimits from(Settings settings) {
        return new QueueLimits(
                settings.get(MAX_SIZE),
                (long) settings.get(MAX_MEBIBYTES) << 20,
                settings.get(CLIENT_SHARE),
                settings.get(FETCH_THREADS),
                settings.get(ANALYSIS_THREADS),
                settings.get(CLUSTER_THREADS),
                settings.get(REPLY_TIMEOUT));
    }

    /** A client's share of this many, at least 1. */
    int shareOf(int all) {
        return Math.max(1, (int) (all * clientShare));
    }

    long maxBytesOfClient() {
        return (long) (maxBytes * clientShare);
    }
}
