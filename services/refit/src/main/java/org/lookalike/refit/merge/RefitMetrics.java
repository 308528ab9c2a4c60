package org.lookalike.refit.merge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lookalike.events.ClusterChangeKind;
import org.lookalike.events.RefitReport;

/** Metrics of refits: the figures of each encoder's last one, and how windows ended. Thread-safe. */
public final class RefitMetrics {
    private final MeterRegistry registry;
    private final Map<String, RefitReport> last = new ConcurrentHashMap<>();

    public RefitMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** How a window ended, such as {@code proposed}, {@code rejected}, {@code handed-over} or {@code too-small}. */
    public void window(String outcome) {
        registry.counter("lookalike.refit.windows", "outcome", outcome).increment();
    }

    /** Records a report. */
    public void report(RefitReport report) {
        window(report.getProposed() ? "proposed" : report.getHandedOver() ? "handed-over" : "rejected");
        registry.timer("lookalike.refit.fit").record(report.getFitMillis(), TimeUnit.MILLISECONDS);
        if (last.put(report.getEncoderId(), report) == null) {
            register(report.getEncoderId());
        }
    }

    private void register(String encoder) {
        gauge(
                "explained.variance",
                encoder,
                "Share of the held-out variance that the last candidate explains",
                RefitReport::getExplainedVariance);
        gauge(
                "explained.variance.previous",
                encoder,
                "The same of the space before; NaN without one",
                report -> known(report.getPreviousExplainedVariance()));
        gauge(
                "overlap",
                encoder,
                "Overlap@10 of the last candidate with the space before; NaN without one",
                report -> known(report.getOverlapAt10()));
        gauge(
                "precision",
                encoder,
                "Precision@10 of labelled pictures in the last candidate; NaN where there are too few",
                report -> known(report.getPrecisionAt10()));
        gauge(
                "precision.previous",
                encoder,
                "The same in the space before; NaN without one, too",
                report -> known(report.getPreviousPrecisionAt10()));
        gauge(
                "proposed",
                encoder,
                "1 if the last candidate was proposed, else 0",
                report -> report.getProposed() ? 1 : 0);
        gauge("seconds", encoder, "How long the last fit took", report -> report.getFitMillis() / 1e3);
        gauge("bytes", encoder, "How much memory the last fit took", RefitReport::getFitBytes);
        gauge("sample", encoder, "Pictures in the last sample", RefitReport::getSampleSize);
        gauge("clusters", encoder, "Clusters of the last candidate", RefitReport::getClusters);
        gauge(
                "clusters.continued",
                encoder,
                "Clusters of the last candidate that go on from the space before",
                ClusterChangeKind.CONTINUE);
        gauge(
                "clusters.split",
                encoder,
                "Clusters of the last candidate that split off from one before",
                ClusterChangeKind.SPLIT);
        gauge(
                "clusters.merged",
                encoder,
                "Clusters of the last candidate that several before merged into",
                ClusterChangeKind.MERGE);
        gauge(
                "clusters.born",
                encoder,
                "Clusters of the last candidate that have no forerunner",
                ClusterChangeKind.BIRTH);
        gauge(
                "clusters.died",
                encoder,
                "Clusters of the space before that end with the last candidate",
                ClusterChangeKind.DEATH);
        gauge(
                "time",
                encoder,
                "When the last refit ended, in seconds since 1970",
                report -> report.getAt().toEpochMilli() / 1e3);
    }

    /** A figure of a report. */
    private interface Figure {
        double of(RefitReport report);
    }

    private static double known(@Nullable Double figure) {
        return figure == null ? Double.NaN : figure;
    }

    private void gauge(String name, String encoder, String description, ClusterChangeKind kind) {
        gauge(
                name,
                encoder,
                description,
                report -> report.getChanges().stream()
                        .filter(change -> change.getKind() == kind)
                        .count());
    }

    private void gauge(String name, String encoder, String description, Figure figure) {
        Gauge.builder("lookalike.refit.last." + name, last, reports -> {
                    RefitReport report = reports.get(encoder);
                    return report == null ? Double.NaN : figure.of(report);
                })
                .description(description)
                .tags(Tags.of("encoder", encoder))
                .register(registry);
    }
}
