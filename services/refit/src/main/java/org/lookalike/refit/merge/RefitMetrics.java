package org.lookalike.refit.merge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.lookalike.events.RefitReport;

/** What operators see of refits: the figures of each encoder's last one, and how windows ended. Thread-safe. */
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

    /** Takes a report over. */
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
        gauge("explained.variance.previous", encoder, "The same of the space before; NaN without one", report -> {
            Double previous = report.getPreviousExplainedVariance();
            return previous == null ? Double.NaN : previous;
        });
        gauge("overlap", encoder, "Overlap@10 of the last candidate with the space before; NaN without one", report -> {
            Double overlap = report.getOverlapAt10();
            return overlap == null ? Double.NaN : overlap;
        });
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
                "time",
                encoder,
                "When the last refit ended, in seconds since 1970",
                report -> report.getAt().toEpochMilli() / 1e3);
    }

    /** A figure of a report. */
    private interface Figure {
        double of(RefitReport report);
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
