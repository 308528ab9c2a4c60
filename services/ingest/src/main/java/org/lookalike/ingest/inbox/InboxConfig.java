package org.lookalike.ingest.inbox;

import org.lookalike.platform.config.Setting;
import org.lookalike.platform.config.Settings;

/**
 * How the inbox topic is read.
 *
 * @param source the source of images whose record names none
 * @param maxRecords the most records that are taken in and committed together
 */
public record InboxConfig(String source, int maxRecords) {
    private static final Setting<String> SOURCE = Setting.required(
            "ingest.inbox.source", "inbox", "The source of pictures on images.inbox if the record names none.");
    private static final Setting<Integer> MAX_RECORDS = Setting.integer(
            "ingest.inbox.max-records",
            1,
            1000,
            50,
            "Maximum number of records of images.inbox that are accepted and committed together.");

    public InboxConfig {
        SOURCE.require(source);
        MAX_RECORDS.require(maxRecords);
    }

    public static InboxConfig from(Settings settings) {
        return new InboxConfig(settings.get(SOURCE), settings.get(MAX_RECORDS));
    }
}
