package org.lookalike.ingest;

import org.lookalike.ingest.http.HttpConfig;
import org.lookalike.ingest.inbox.InboxConfig;
import org.lookalike.ingest.watch.WatchConfig;
import org.lookalike.intake.IntakeConfig;
import org.lookalike.platform.config.Settings;

/**
 * The configuration of ingest.
 *
 * @param http uploads by HTTP
 * @param inbox the topic {@code images.inbox}
 * @param watch which folders are watched
 * @param intake how images are taken in, whichever way they come
 */
public record IngestConfig(HttpConfig http, InboxConfig inbox, WatchConfig watch, IntakeConfig intake) {

    public static IngestConfig from(Settings settings) {
        return new IngestConfig(
                HttpConfig.from(settings),
                InboxConfig.from(settings),
                WatchConfig.from(settings),
                IntakeConfig.from(settings));
    }
}
