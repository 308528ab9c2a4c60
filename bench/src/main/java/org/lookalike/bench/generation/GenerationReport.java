package org.lookalike.bench.generation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.lookalike.bench.latency.Latencies;
import org.lookalike.bench.vectors.SyntheticVectors;

/** The turns as a table and as JSON. */
final class GenerationReport {
    private GenerationReport() {}

    static String table(GenerationBenchmark.Result result) {
        StringBuilder table = new StringBuilder();
        append(
                table,
                "%s, %d cores, load %.1f before%n%,d vectors of %,d dimensions to %d, %d searches a second%n%n",
                result.machine().processor(),
                result.machine().cores(),
                result.load(),
                result.vectors(),
                SyntheticVectors.FEATURES,
                SyntheticVectors.DIMENSIONS,
                result.searchesPerSecond());
        append(table, "%-28s %10s %10s %10s %10s%n", "", "seconds", "vectors/s", "p50 ms", "p99 ms");
        append(
                table,
                "%-28s %10s %10s %10.1f %10.1f%n",
                "searches alone",
                "",
                "",
                result.quiet().p50(),
                result.quiet().p99());
        rows(table, "plain SDK inserts", result, result.plain());
        rows(table, "generation by the sink", result, result.generation());
        append(
                table,
                "%nRatio of the rates: %.2f (wanted: 0.80 or more). Counted and ready after %s s. Searches that failed: %d.%n",
                result.ratio(),
                result.readySeconds().stream().map("%.1f"::formatted).toList(),
                result.failedSearches());
        return table.toString();
    }

    static String json(GenerationBenchmark.Result result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", result.machine().processor());
        json.put("cores", result.machine().cores());
        json.put("load_before", result.load());
        json.put("vectors", result.vectors());
        json.put("searches_per_second", result.searchesPerSecond());
        put(json.putObject("searches_alone_ms"), result.quiet());
        put(json.putArray("plain"), result.plain());
        put(json.putArray("generation"), result.generation());
        ArrayNode ready = json.putArray("ready_seconds");
        result.readySeconds().forEach(ready::add);
        json.put("ratio", result.ratio());
        json.put("failed_searches", result.failedSearches());
        return json.toPrettyString() + "\n";
    }

    private static void rows(
            StringBuilder table, String name, GenerationBenchmark.Result result, List<GenerationBenchmark.Turn> turns) {
        for (GenerationBenchmark.Turn turn : turns) {
            append(
                    table,
                    "%-28s %10.1f %10.0f %10.1f %10.1f%n",
                    name,
                    turn.seconds(),
                    result.vectors() / turn.seconds(),
                    turn.searches().p50(),
                    turn.searches().p99());
        }
    }

    private static void put(ArrayNode json, List<GenerationBenchmark.Turn> turns) {
        for (GenerationBenchmark.Turn turn : turns) {
            ObjectNode each = json.addObject();
            each.put("seconds", turn.seconds());
            put(each.putObject("searches_ms"), turn.searches());
        }
    }

    private static void put(ObjectNode json, Latencies latencies) {
        json.put("p50", latencies.p50());
        json.put("p99", latencies.p99());
        json.put("max", latencies.max());
        json.put("count", latencies.count());
    }

    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
