package org.lookalike.bench.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The latencies as a table and as JSON. */
final class LatencyReport {
    private static final String ROW = "%-44s %8.0f %8.0f %8.0f %8.0f %6d%n";

    private LatencyReport() {}

    static String table(LatencyBenchmark.Result result) {
        StringBuilder table = new StringBuilder();
        append(
                table,
                "%s, %d cores, load %.1f before%n%n",
                result.machine().processor(),
                result.machine().cores(),
                result.load());
        append(table, "%-44s %8s %8s %8s %8s %6s%n", "event to vector, ms", "p50", "p95", "p99", "max", "count");
        row(
                table,
                "half load (%.1f of %.1f pictures/s)"
                        .formatted(
                                result.halfLoad().rate() / 2, result.halfLoad().rate()),
                result.halfLoad().halfLoad());
        row(table, "live, during " + name(result.backfill()), result.backfill().live());
        row(table, "the same in the topic's order", result.inOrder().live());
        append(
                table,
                "%nThe backfill took %.0f s, and %.0f s in the topic's order.%n",
                result.backfill().seconds(),
                result.inOrder().seconds());
        return table.toString();
    }

    static String json(LatencyBenchmark.Result result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", result.machine().processor());
        json.put("cores", result.machine().cores());
        json.put("load_before", result.load());
        json.put("full_load_pictures_per_second", result.halfLoad().rate());
        put(json.putObject("half_load_ms"), result.halfLoad().halfLoad());
        put(json.putObject("backfill"), result.backfill());
        put(json.putObject("backfill_in_topic_order"), result.inOrder());
        return json.toPrettyString() + "\n";
    }

    private static String name(LatencyBenchmark.Backfill backfill) {
        return "a backfill of %,d".formatted(backfill.images());
    }

    private static void put(ObjectNode json, LatencyBenchmark.Backfill backfill) {
        json.put("pictures", backfill.images());
        json.put("seconds", backfill.seconds());
        put(json.putObject("live_ms"), backfill.live());
    }

    private static void put(ObjectNode json, Latencies latencies) {
        json.put("p50", latencies.p50());
        json.put("p95", latencies.p95());
        json.put("p99", latencies.p99());
        json.put("max", latencies.max());
        json.put("count", latencies.count());
    }

    private static void row(StringBuilder table, String name, Latencies latencies) {
        append(table, ROW, name, latencies.p50(), latencies.p95(), latencies.p99(), latencies.max(), latencies.count());
    }

    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
