package org.lookalike.audit;

import java.time.Duration;
import org.lookalike.audit.compare.ComparisonConfig;
import org.lookalike.audit.erase.EraseConfig;
import org.lookalike.imaging.store.ImageStoreConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.spaces.EmbedderGroup;
import org.lookalike.spaces.SinkGroup;
import org.lookalike.vectorstore.connection.VectorStoreConfig;

/**
 * The configuration of the audit.
 *
 * @param applicationId the name of the Kafka Streams application
 * @param stateFolder where the ledgers lie; empty for a temporary folder that is deleted at the end
 * @param stateBytes memory that the state stores of the process share
 * @param comparison how often and how much is compared and repaired
 * @param embedderGroup the embedder's consumer group
 * @param sinkGroup prefix of the sink's consumer groups
 * @param vectorStore the vector store
 * @param imageStore the image store
 * @param erase when bytes are erased
 * @param lagInterval between two measurements of how far the stages lag behind
 * @param hangingTransactionAge how long a transaction has been hanging before it is aborted
 */
public record AuditConfig(
        String applicationId,
        String stateFolder,
        long stateBytes,
        ComparisonConfig comparison,
        String embedderGroup,
        String sinkGroup,
        VectorStoreConfig vectorStore,
        ImageStoreConfig imageStore,
        EraseConfig erase,
        Duration lagInterval,
        Duration hangingTransactionAge) {
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
    private static final Setting<Duration> LAG_INTERVAL = Setting.duration(
            "audit.lag-interval",
            Duration.ofMillis(100),
            Duration.ofDays(1),
            "1m",
            "Pause between two measurements of how far each stage lags behind (lookalike.lag.age).");

    private static final Setting<Duration> HANGING_TRANSACTION_AGE = Setting.duration(
            "audit.hanging-transaction-age",
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "1m",
            "How long a partition may hold a transaction open that no coordinator knows, as a broker that dies can leave"
                    + " behind, before it is aborted: it hides every later record of the partition.");

    public AuditConfig {
        APPLICATION_ID.require(applicationId);
        STATE_BYTES.require(stateBytes);
        EmbedderGroup.require(embedderGroup);
        SinkGroup.PREFIX.require(sinkGroup);
        LAG_INTERVAL.require(lagInterval);
        HANGING_TRANSACTION_AGE.require(hangingTransactionAge);
    }

    public static AuditConfig from(Settings settings) {
        return new AuditConfig(
                settings.get(APPLICATION_ID),
                settings.get(STATE_FOLDER),
                settings.get(STATE_BYTES),
                ComparisonConfig.from(settings),
                EmbedderGroup.name(settings),
                SinkGroup.prefix(settings),
                VectorStoreConfig.from(settings),
                ImageStoreConfig.from(settings),
                EraseConfig.from(settings),
                settings.get(LAG_INTERVAL),
                settings.get(HANGING_TRANSACTION_AGE));
    }
}
