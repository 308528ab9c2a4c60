package org.lookalike.spaces;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lookalike.events.AuditedCollection;
import org.lookalike.events.PartitionAudit;

/** The state of the topic {@code audits}: what the audit said last of each partition. Immutable and thread-safe. */
public final class Audits {
    private static final Audits NONE = new Audits(Map.of());

    private final Map<Integer, Report> reports;

    private record Report(PartitionAudit audit, Instant readAt) {}

    private Audits(Map<Integer, Report> reports) {
        this.reports = Map.copyOf(reports);
    }

    /** Before the first record. */
    public static Audits none() {
        return NONE;
    }

    /** After a report, which replaces the one before of the same partition. */
    public Audits with(PartitionAudit audit, Instant readAt) {
        Map<Integer, Report> more = new HashMap<>(reports);
        more.put(audit.getPartition(), new Report(audit, readAt));
        return new Audits(more);
    }

    /** What was said of a space's present collection; empty where nothing was. */
    public Optional<CollectionAudit> of(Space space) {
        Map<Integer, AuditedCollection> found = new HashMap<>();
        Instant oldest = Instant.MAX;
        for (Map.Entry<Integer, Report> report : reports.entrySet()) {
            for (AuditedCollection each : report.getValue().audit().getCollections()) {
                if (each.getCollection().equals(space.collection())) {
                    found.put(report.getKey(), each);
                    Instant readAt = report.getValue().readAt();
                    oldest = readAt.isBefore(oldest) ? readAt : oldest;
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new CollectionAudit(found, oldest));
    }
}
