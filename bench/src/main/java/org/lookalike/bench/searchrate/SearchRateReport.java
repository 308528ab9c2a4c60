package org.lookalike.bench.searchrate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.measure.MedianAndRange;

/** The rounds as a table and as JSON. */
final class SearchRateReport {
    private SearchRateReport() {}

    static String table(SearchRateBenchmark.Result result) {
        StringBuilder table = new StringBuilder();
        append(
                table,
                "%s, %d cores, load %.1f before%n%,d pictures of 1,280 dimensions in %s, median of %d rounds of %d s%n%n",
                result.machine().processor(),
                result.machine().cores(),
                result.load(),
                result.plan().images(),
                result.plan().full() ? "the full Milvus server" : "Milvus Lite",
                result.plan().rounds(),
                result.plan().turn().toSeconds());
        append(
                table,
                "%-16s %9s   %9s %8s %8s %8s %7s   %9s %8s   %6s %9s%n",
                "",
                "in flight",
                "topics/s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "failed",
                "SDK/s",
                "p50 ms",
                "ratio",
                "p50 +ms");
        result.rounds()
                .forEach((kind, byNumber) -> byNumber.forEach((inFlight, rounds) -> {
                    append(
                            table,
                            "%-16s %9d   %9.1f %8.1f %8.1f %8.1f %7d",
                            kind.title(),
                            inFlight,
                            median(rounds, pair -> pair.topics().perSecond()),
                            median(rounds, pair -> pair.topics().latencies().p50()),
                            median(rounds, pair -> pair.topics().latencies().p95()),
                            median(rounds, pair -> pair.topics().latencies().p99()),
                            rounds.stream()
                                    .mapToInt(pair -> pair.topics().failed())
                                    .sum());
                    if (kind.isPlain()) {
                        append(
                                table,
                                "   %9.1f %8.1f   %6.2f %9.1f",
                                median(rounds, pair -> plain(pair).perSecond()),
                                median(rounds, pair -> plain(pair).latencies().p50()),
                                median(
                                        rounds,
                                        pair -> pair.topics().perSecond()
                                                / plain(pair).perSecond()),
                                median(
                                        rounds,
                                        pair -> pair.topics().latencies().p50()
                                                - plain(pair).latencies().p50()));
                    }
                    append(table, "%n");
                }));
        return table.toString();
    }

    static String json(SearchRateBenchmark.Result result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", result.machine().processor());
        json.put("cores", result.machine().cores());
        json.put("load_before", result.load());
        json.put("pictures", result.plan().images());
        json.put("server", result.plan().full() ? "full" : "lite");
        ArrayNode all = json.putArray("rounds");
        result.rounds()
                .forEach((kind, byNumber) -> byNumber.forEach((inFlight, rounds) -> rounds.forEach(pair -> {
                    ObjectNode each = all.addObject();
                    each.put("kind", kind.title());
                    each.put("in_flight", inFlight);
                    put(each.putObject("topics"), pair.topics());
                    if (pair.plain() != null) {
                        put(each.putObject("sdk"), pair.plain());
                    }
                })));
        return json.toPrettyString() + "\n";
    }

    private static ClosedLoop.Turn plain(SearchRateBenchmark.Pair pair) {
        ClosedLoop.@Nullable Turn plain = pair.plain();
        return Objects.requireNonNull(plain);
    }

    private static double median(
            List<SearchRateBenchmark.Pair> rounds, ToDoubleFunction<SearchRateBenchmark.Pair> figure) {
        return MedianAndRange.of(rounds.stream().mapToDouble(figure).boxed().toList())
                .median();
    }

    private static void put(ObjectNode json, ClosedLoop.Turn turn) {
        json.put("per_second", turn.perSecond());
        json.put("p50_ms", turn.latencies().p50());
        json.put("p95_ms", turn.latencies().p95());
        json.put("p99_ms", turn.latencies().p99());
        json.put("failed", turn.failed());
    }

    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
