package org.lookalike.schemas;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.lookalike.events.Alert;
import org.lookalike.events.ClusterEvent;
import org.lookalike.events.ImageArrived;
import org.lookalike.events.ImageDeletion;
import org.lookalike.events.ImageQuarantined;
import org.lookalike.events.ImageVector;
import org.lookalike.events.LabelEvent;
import org.lookalike.events.MapPlace;
import org.lookalike.events.PartitionAudit;
import org.lookalike.events.RefitReport;
import org.lookalike.events.SearchReply;
import org.lookalike.events.SearchRequest;
import org.lookalike.events.SpaceEvent;
import org.lookalike.schemas.Topic.Cleanup;

/** The catalogue of topics: their names, value types, partitions, retention and record sizes. */
public final class Topics {
    private static final int PARTITIONS = 6;
    private static final int MEBIBYTE = 1 << 20;
    /** Records that may carry a whole image. */
    private static final int IMAGE_BYTES = 16 * MEBIBYTE;

    /** How long a deletion may be seen: a stage that lags behind for longer may miss it. */
    public static final Duration TOMBSTONE_RETENTION = Duration.ofDays(28);

    /** How long a record that was replaced or deleted may stay on a compacted topic. */
    public static final Duration COMPACTION_LAG = Duration.ofDays(7);

    private static final Cleanup COMPACTED = new Cleanup.Compact(TOMBSTONE_RETENTION, COMPACTION_LAG);

    /** Plain image bytes from publishers that have nothing but a Kafka client, by image id; see {@link InboxHeaders}. */
    public static final Topic<byte[]> IMAGES_INBOX =
            new Topic<>("images.inbox", byte[].class, PARTITIONS, after(Duration.ofDays(1)), IMAGE_BYTES);

    /** An image has been stored, by image id; a tombstone deletes it. */
    public static final Topic<ImageArrived> IMAGES_ARRIVED =
            new Topic<>("images.arrived", ImageArrived.class, PARTITIONS, COMPACTED, 4 * MEBIBYTE);

    /** Images to be deleted, by image id; a record without a value counts as well. On any partition. */
    public static final Topic<ImageDeletion> IMAGES_DELETIONS =
            new Topic<>("images.deletions", ImageDeletion.class, PARTITIONS, after(TOMBSTONE_RETENTION), MEBIBYTE);

    /** An image or record was refused, by image id where one could be read. */
    public static final Topic<ImageQuarantined> IMAGES_QUARANTINED = new Topic<>(
            "images.quarantined", ImageQuarantined.class, PARTITIONS, after(Duration.ofDays(30)), 4 * MEBIBYTE);

    /** The features of each image, by image id: the system of record. */
    public static final Topic<ImageVector> VECTORS =
            new Topic<>("vectors", ImageVector.class, PARTITIONS, COMPACTED, MEBIBYTE);

    /**
     * The spaces, the state of their collections, and which one answers searches; see {@link SpaceEvent} for the keys.
     * One partition, because every reader must see these events in the same order.
     */
    public static final Topic<SpaceEvent> SPACES = new Topic<>("spaces", SpaceEvent.class, 1, COMPACTED, IMAGE_BYTES);

    /** The result of each refit and why its space was or was not proposed, by the candidate's space id. */
    public static final Topic<RefitReport> REFITS =
            new Topic<>("refits", RefitReport.class, 1, after(Duration.ofDays(365)), 4 * MEBIBYTE);

    /** How each cluster continued, split, merged or ended at a refit, by cluster id. */
    public static final Topic<ClusterEvent> CLUSTERS =
            new Topic<>("clusters", ClusterEvent.class, PARTITIONS, after(Duration.ofDays(365)), MEBIBYTE);

    /** Alerts for people, by their subject. */
    public static final Topic<Alert> ALERTS =
            new Topic<>("alerts", Alert.class, PARTITIONS, after(Duration.ofDays(30)), MEBIBYTE);

    /** What the audit found in each partition of images, by the partition's number. One partition: it is small. */
    public static final Topic<PartitionAudit> AUDITS =
            new Topic<>("audits", PartitionAudit.class, 1, COMPACTED, MEBIBYTE);

    /** Labels of images and clusters; see {@link LabelEvent} for the keys. One partition, so that all are in one order. */
    public static final Topic<LabelEvent> LABELS = new Topic<>("labels", LabelEvent.class, 1, COMPACTED, MEBIBYTE);

    /** The positions of images on the map that was published last, by image id. One partition, so that maps are in order. */
    public static final Topic<MapPlace> MAP = new Topic<>("map", MapPlace.class, 1, COMPACTED, MEBIBYTE);

    /** Search requests, by request id. */
    public static final Topic<SearchRequest> SEARCH_REQUESTS =
            new Topic<>("search.requests", SearchRequest.class, PARTITIONS, after(Duration.ofHours(1)), IMAGE_BYTES);

    /** Replies to search requests, by request id. */
    public static final Topic<SearchReply> SEARCH_REPLIES =
            new Topic<>("search.replies", SearchReply.class, PARTITIONS, after(Duration.ofHours(1)), 4 * MEBIBYTE);

    private static final List<Topic<?>> ALL = List.of(
            IMAGES_INBOX,
            IMAGES_ARRIVED,
            IMAGES_DELETIONS,
            IMAGES_QUARANTINED,
            VECTORS,
            SPACES,
            REFITS,
            CLUSTERS,
            ALERTS,
            AUDITS,
            LABELS,
            MAP,
            SEARCH_REQUESTS,
            SEARCH_REPLIES);

    /** What the names of topics of vectors match; see {@link #vectors}. */
    public static final Pattern VECTORS_NAME = Pattern.compile("vectors(\\.[A-Za-z0-9._-]{1,200})?");

    private Topics() {}

    /** Every topic, in the order of an image's path. */
    public static List<Topic<?>> all() {
        return ALL;
    }

    /**
     * The features of another encoder, beside those on {@link #VECTORS}: made while an encoder is being replaced.
     *
     * @param name the topic's name: {@code vectors}, or {@code vectors.} and a suffix
     */
    public static Topic<ImageVector> vectors(String name) {
        if (!isVectors(name)) {
            throw new IllegalArgumentException(
                    "topic of vectors is '%s', must be vectors, or vectors. and a suffix of letters, digits, '.', '_', '-'"
                            .formatted(name));
        }
        return new Topic<>(
                name, VECTORS.valueType(), VECTORS.partitions(), VECTORS.cleanup(), VECTORS.maxMessageBytes());
    }

    /** Whether a topic of this name may hold vectors; see {@link #vectors}. */
    public static boolean isVectors(String name) {
        return VECTORS_NAME.matcher(name).matches();
    }

    private static Cleanup after(Duration retention) {
        return new Cleanup.After(retention);
    }
}
