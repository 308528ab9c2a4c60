package org.lookalike.standalone.system;

import org.lookalike.embedder.EmbedderConfig;
import org.lookalike.ingest.IngestConfig;
import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;
import org.lookalike.platform.lifecycle.PlatformConfig;
import org.lookalike.query.QueryConfig;
import org.lookalike.refit.RefitConfig;
import org.lookalike.sink.SinkConfig;

/**
 * The configuration of every service, read in one go from the same settings.
 *
 * @param platform what all services share
 * @param ingest of the service of that name, as are the next four
 * @param runsRefit whether the stand-alone system runs the refit service too
 */
public record StandaloneConfig(
        PlatformConfig platform,
        IngestConfig ingest,
        EmbedderConfig embedder,
        SinkConfig sink,
        QueryConfig query,
        RefitConfig refit,
        boolean runsRefit) {
    private static final Setting<Boolean> REFIT = Setting.flag(
            "standalone.refit",
            true,
            "Whether the stand-alone system refits its spaces. `lookalike demo --once` does not unless this is set.");

    public static StandaloneConfig from(Settings settings) {
        return new StandaloneConfig(
                PlatformConfig.from(settings),
                IngestConfig.from(settings),
                EmbedderConfig.from(settings),
                SinkConfig.from(settings),
                QueryConfig.from(settings),
                RefitConfig.from(settings),
                settings.get(REFIT));
    }
}
