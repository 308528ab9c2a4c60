package org.lookalike.standalone.demo;

import java.util.Map;
import org.lookalike.cli.output.Console;

/** What the demo prints of its searches. */
public final class DemoReport {
    private DemoReport() {}

    /** The ranked answers of one search, each with its class where that is known. */
    public static void search(RunSummary.Search search, Map<String, String> labels) {
        Console.line("");
        Console.line("What looks like %s? (%.0f ms)".formatted(named(search.query(), labels), search.latencyMs()));
        int rank = 1;
        for (RunSummary.Hit hit : search.hits()) {
            Console.line("  %2d  %.4f  %s  %s".formatted(rank++, hit.score(), named(hit.imageId(), labels), hit.uri()));
        }
        if (search.hits().isEmpty()) {
            Console.line("  nothing");
        }
    }

    private static String named(String imageId, Map<String, String> labels) {
        String label = labels.get(imageId);
        return label == null ? imageId : "%s [%s]".formatted(imageId, label);
    }

    /** How well neighbours share their class. */
    public static void retrieval(RunSummary.Retrieval figures) {
        Console.line("");
        Console.line("Of %d searches over %d classes: precision@1 %.3f, precision@10 %.3f, median answer %.0f ms"
                .formatted(
                        figures.queries(),
                        figures.classes(),
                        figures.precisionAt1(),
                        figures.precisionAt10(),
                        figures.medianLatencyMs()));
    }
}
