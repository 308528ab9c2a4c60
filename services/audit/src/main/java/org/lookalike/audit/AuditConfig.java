package org.lookalike.audit;

import java.time.Duration;
import java.util.List;
import org.lookalike.audit.erase.EraseConfig;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.schemas.Topics;
import org.lookalike.spaces.EmbedderGroup;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * The configuration of the audit.
 *
 * @param applicationId the name of the Kafka Streams application
 * @param stateFolder where the ledgers lie; empty for a temporary folder that is deleted at the end
 * @param stateBytes memory that the state stores of the process share
 * @param topics the topics of vectors
 * @param interval between two steps of the comparison
 * @param sliceRows how many rows of a collection are compared in a step
 * @param repair whether differences are repaired
 * @param repairsPerSecond at most, of an instance
 * @param objectsPerSecond how many objects of the image store are looked for, of an instance
 * @param embedderGroup the embedder's consumer group
 * @param sinkGroup prefix of the sink's consumer groups
 * @param vectorStore the vector store
 * @param imageStore the image store
 * @param erase when bytes are erased
 */
public record AuditConfig(
        String applicationId,
        String stateFolder,
        long stateBytes,
        List<String> topics,
        Duration interval,
        int sliceRows,
        boolean repair,
        int repairsPerSecond,
        int objectsPerSecond,
        String embedderGroup,
        String sinkGroup,
        VectorStoreConfig vectorStore,
        ImageStoreConfig imageStore,
        EraseConfig erase) {
    private static final Setting<String> APPLICATION_ID = Setting.required(
            "audit.application-id",
            "audit",
            "The application id of the Kafka Streams application; instances with the same id share the work.");
    private static final Setting<String> STATE_FOLDER = Setting.text(
            "audit.state-folder",
            "",
            "The folder for the ledgers, one for each instance; missing state is restored from Kafka. Empty uses a"
                    + " temporary folder that is deleted on shutdown.");
    private static final Setting<Long> STATE_BYTES = Setting.bytes(
            "audit.state-memory",
            8L << 20,
            1L << 40,
            "64MiB",
            "Memory outside the heap that is shared by the ledgers of the process.");
    private static final Setting<List<String>> TOPICS = Setting.list(
                    "audit.vectors.topics",
                    Topics.VECTORS.name(),
                    "The topics of vectors, which must exist; a second one while an encoder is being replaced.")
            .where(
                    "at least one topic of vectors, separated by commas",
                    names -> !names.isEmpty() && names.stream().allMatch(Topics::isVectors));
    private static final Setting<Duration> INTERVAL = Setting.duration(
            "audit.interval",
            Duration.ofMillis(50),
            Duration.ofHours(1),
            "5s",
            "Pause between two steps of the comparison. In each step the rows of every collection are counted and a"
                    + " slice of them is compared.");
    private static final Setting<Integer> SLICE_ROWS = Setting.integer(
            "audit.slice-rows",
            100,
            1_000_000,
            10_000,
            "About how many rows of a collection are compared in one step, and held in memory meanwhile.");
    private static final Setting<Boolean> REPAIR = Setting.flag(
            "audit.repair",
            true,
            "Repair differences by publishing the records again that lead to what is missing; false only reports them.");
    private static final Setting<Integer> REPAIRS = Setting.integer(
            "audit.repairs-per-second",
            1,
            100_000,
            100,
            "Maximum number of repairs per second of an instance. Each is one record on a topic.");
    private static final Setting<Integer> OBJECTS = Setting.integer(
            "audit.objects-per-second",
            0,
            100_000,
            20,
            "How many pictures per second an instance looks for in the image store; 0 for none. S3 charges for each"
                    + " look.");

    public AuditConfig {
        topics = List.copyOf(topics);
        APPLICATION_ID.require(applicationId);
        STATE_BYTES.require(stateBytes);
        TOPICS.require(topics);
        INTERVAL.require(interval);
        SLICE_ROWS.require(sliceRows);
        REPAIRS.require(repairsPerSecond);
        OBJECTS.require(objectsPerSecond);
        EmbedderGroup.require(embedderGroup);
        SinkGroup.PREFIX.require(sinkGroup);
    }

    public static AuditConfig from(Settings settings) {
        return new AuditConfig(
                settings.get(APPLICATION_ID),
                settings.get(STATE_FOLDER),
                settings.get(STATE_BYTES),
                settings.get(TOPICS),
                settings.get(INTERVAL),
                settings.get(SLICE_ROWS),
                settings.get(REPAIR),
                settings.get(REPAIRS),
                settings.get(OBJECTS),
                EmbedderGroup.name(settings),
                SinkGroup.prefix(settings),
                VectorStoreConfig.from(settings),
                ImageStoreConfig.from(settings),
                EraseConfig.from(settings));
    }
}
