package org.lookalike.audit.compare;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lookalike.audit.task.PictureState;
import org.lookalike.audit.task.Repair;
import org.lookalike.events.PartitionAudit;

/** The metrics of an instance's partitions. Thread-safe. */
public final class AuditMetrics {
    private final MeterRegistry metrics;
    private final Map<Integer, PartitionAudit> latest = new ConcurrentHashMap<>();

    public AuditMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        for (PictureState state : PictureState.values()) {
            Gauge.builder("lookalike.audit.pictures", () -> pictures(state))
                    .description("Accepted pictures by state, of this instance's partitions")
                    .tag("state", state.name())
                    .register(metrics);
        }
        Gauge.builder(
                        "lookalike.audit.differences",
                        () -> latest.values().stream()
                                .mapToLong(PartitionAudit::getOpenDifferences)
                                .sum())
                .description("Confirmed differences that are open, of this instance's partitions")
                .register(metrics);
    }

    private double pictures(PictureState state) {
        return latest.values().stream()
                .flatMap(audit -> audit.getStates().stream())
                .filter(each -> each.getState().equals(state.name()))
                .mapToLong(each -> each.getPictures())
                .sum();
    }

    void reported(PartitionAudit audit) {
        latest.put(audit.getPartition(), audit);
    }

    /** A partition went to another instance. */
    void removed(int partition) {
        latest.remove(partition);
    }

    void repaired(Repair repair) {
        metrics.counter("lookalike.audit.repairs", "kind", repair.kind().name()).increment();
    }
}
