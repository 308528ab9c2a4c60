package org.lookalike.query.request;

import java.time.Duration;
import org.lookalike.latent.labelling.AuditSample;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.vectorstore.Condition;
import org.lookalike.vectorstore.SearchOptions;

/**
 * What one request may ask for, and for how long.
 *
 * @param maxK most hits
 * @param maxClusters most clusters, and most labels, that a request may name
 * @param maxExamples most images that a query may consist of
 * @param maxAuditSample most images that a question may draw from a cluster, to be labelled
 * @param defaultDeadline after the record's timestamp, where the request names no deadline
 * @param maxWait a request that waited longer is answered OVERLOADED
 * @param searchTimeout most time for one search
 * @param clusterSample most members of a cluster that a question about it keeps in memory
 * @param clusterTimeout most time for reading the members of a cluster
 */
public record RequestLimits(
        int maxK,
        int maxClusters,
        int maxExamples,
        int maxAuditSample,
        Duration defaultDeadline,
        Duration maxWait,
        Duration searchTimeout,
        int clusterSample,
        Duration clusterTimeout) {
    /** One less than the store's own limit: the query image itself is asked for too, and left out. */
    private static final Setting<Integer> MAX_K = Setting.integer(
            "query.max-k", 1, SearchOptions.MAX_K - 1, 1_000, "Maximum number of hits that a request may ask for.");

    private static final Setting<Integer> MAX_CLUSTERS = Setting.integer(
            "query.max-clusters",
            1,
            Condition.MAX_VALUES,
            256,
            "Maximum number of clusters, and of labels, that a request may name in its filters.");
    private static final Setting<Integer> MAX_EXAMPLES = Setting.integer(
            "query.max-examples", 1, 1_024, 64, "Maximum number of examples and counterexamples in one query.");
    private static final Setting<Integer> MAX_AUDIT_SAMPLE = Setting.integer(
            "query.max-looks",
            1,
            AuditSample.MAX_SIZE,
            100,
            "Maximum size of a cluster's audit sample that a request may ask for.");
    private static final Setting<Duration> DEFAULT_DEADLINE = Setting.duration(
            "query.default-deadline",
            Duration.ofMillis(100),
            Duration.ofHours(1),
            "30s",
            "Deadline of a request that names none, counted from its record's timestamp.");
    private static final Setting<Duration> MAX_WAIT = Setting.duration(
            "query.max-wait",
            Duration.ofMillis(100),
            Duration.ofHours(1),
            "20s",
            "A request that waited longer than this for its turn is answered OVERLOADED even if its"
                    + " deadline has not passed, so that a backlog shrinks faster than it grows; raise it for"
                    + " callers that are willing to wait long.");
    private static final Setting<Duration> SEARCH_TIMEOUT = Setting.duration(
            "query.search-timeout",
            Duration.ofMillis(10),
            Duration.ofMinutes(5),
            "5s",
            "Maximum time for one search; a request's deadline shortens it.");

    private static final Setting<Integer> CLUSTER_SAMPLE = Setting.integer(
            "query.cluster-sample",
            AuditSample.MAX_SIZE,
            1_000_000,
            20_000,
            "Maximum number of a cluster's pictures that a question about it keeps in memory; of a larger cluster a"
                    + " random sample of this size is audited.");
    private static final Setting<Duration> CLUSTER_TIMEOUT = Setting.duration(
            "query.cluster-timeout",
            Duration.ofMillis(10),
            Duration.ofMinutes(10),
            "10s",
            "Maximum time for reading the ids of a cluster's pictures; a request's deadline shortens it.");

    public RequestLimits {
        MAX_K.require(maxK);
        MAX_CLUSTERS.require(maxClusters);
        MAX_EXAMPLES.require(maxExamples);
        MAX_AUDIT_SAMPLE.require(maxAuditSample);
        DEFAULT_DEADLINE.require(defaultDeadline);
        MAX_WAIT.require(maxWait);
        SEARCH_TIMEOUT.require(searchTimeout);
        CLUSTER_SAMPLE.require(clusterSample);
        CLUSTER_TIMEOUT.require(clusterTimeout);
    }

    public static RequestLimits from(Settings settings) {
        return new RequestLimits(
                settings.get(MAX_K),
                settings.get(MAX_CLUSTERS),
                settings.get(MAX_EXAMPLES),
                settings.get(MAX_AUDIT_SAMPLE),
                settings.get(DEFAULT_DEADLINE),
                settings.get(MAX_WAIT),
                settings.get(SEARCH_TIMEOUT),
                settings.get(CLUSTER_SAMPLE),
                settings.get(CLUSTER_TIMEOUT));
    }
}
