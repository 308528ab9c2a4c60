package org.lookalike.schemas;

/** The consumer groups of the ingest service, whose names others need to follow its progress. */
public final class IngestGroups {
    /** Reads {@code images.inbox}. */
    public static final String INBOX = "ingest";

    /** Reads {@code images.deletions}. */
    public static final String DELETIONS = "ingest-deletions";

    /** Reads {@code images.arrived}, and moves events from foreign partitions. */
    public static final String PARTITIONS = "ingest-partitions";

    private IngestGroups() {}
}
