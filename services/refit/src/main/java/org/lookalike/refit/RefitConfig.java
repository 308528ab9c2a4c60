package org.lookalike.refit;

import java.time.Duration;
import java.util.List;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.refit.adapt.AdaptConfig;
import org.lookalike.refit.alert.AlertConfig;
import org.lookalike.refit.fit.FitConfig;
import org.lookalike.refit.sample.SampleConfig;
import org.lookalike.refit.sample.WindowConfig;
import org.lookalike.schemas.Topics;

/**
 * The configuration of the refit service.
 *
 * @param applicationId the name of the Kafka Streams application; its group, internal topics and transactions begin with
 *     it
 * @param threads stream threads of this instance
 * @param stateFolder where the state stores lie; empty for a temporary folder that is deleted at the end
 * @param stateBytes memory that the state stores of the process share
 * @param topics the topics of vectors
 * @param commitInterval how often a transaction ends
 * @param windows how event time is cut
 * @param samples how many vectors are kept
 * @param fit how a space is fitted and judged
 * @param alerts which alerts are raised
 * @param adapt whether and when spaces learn from labels
 */
public record RefitConfig(
        String applicationId,
        int threads,
        String stateFolder,
        long stateBytes,
        List<String> topics,
        Duration commitInterval,
        WindowConfig windows,
        SampleConfig samples,
        FitConfig fit,
        AlertConfig alerts,
        AdaptConfig adapt) {
    private static final Setting<String> APPLICATION_ID = Setting.required(
            "refit.application-id",
            "refit",
            "The name of the Kafka Streams application; instances of one name share the work. Its group, internal topics"
                    + " and transactions begin with it.");
    private static final Setting<Integer> THREADS = Setting.integer(
            "refit.threads", 1, 64, 1, "Stream threads of this instance; fits run on a thread of their own.");
    private static final Setting<String> STATE_FOLDER = Setting.text(
            "refit.state-folder",
            "",
            "Where the state stores lie, a folder for each instance; what it lacks is restored from Kafka. Empty takes a"
                    + " temporary folder that is deleted at the end.");
    private static final Setting<Long> STATE_BYTES = Setting.bytes(
            "refit.state-memory",
            8L << 20,
            1L << 40,
            "128MiB",
            "The memory, beside the heap, that the state stores of the process share.");
    private static final Setting<List<String>> TOPICS = Setting.list(
                    "refit.vectors.topics",
                    Topics.VECTORS.name(),
                    "The topics of vectors, which must be there; a second one while an encoder is being replaced.")
            .where(
                    "at least one topic of vectors, separated by commas",
                    names -> !names.isEmpty() && names.stream().allMatch(Topics::isVectors));
    private static final Setting<Duration> COMMIT_INTERVAL = Setting.duration(
            "refit.commit-interval",
            Duration.ofMillis(10),
            Duration.ofSeconds(5),
            "500ms",
            "How often a transaction ends: alarms are seen after so long.");

    public RefitConfig {
        topics = List.copyOf(topics);
        APPLICATION_ID.require(applicationId);
        THREADS.require(threads);
        STATE_BYTES.require(stateBytes);
        TOPICS.require(topics);
        COMMIT_INTERVAL.require(commitInterval);
    }

    public static RefitConfig from(Settings settings) {
        return new RefitConfig(
                settings.get(APPLICATION_ID),
                settings.get(THREADS),
                settings.get(STATE_FOLDER),
                settings.get(STATE_BYTES),
                settings.get(TOPICS),
                settings.get(COMMIT_INTERVAL),
                WindowConfig.from(settings),
                SampleConfig.from(settings),
                FitConfig.from(settings),
                AlertConfig.from(settings),
                AdaptConfig.from(settings));
    }
}
