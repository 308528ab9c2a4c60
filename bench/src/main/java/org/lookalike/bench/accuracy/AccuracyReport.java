package org.lookalike.bench.accuracy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.lookalike.bench.measure.MedianAndRange;

/** The results as a table and as JSON. */
final class AccuracyReport {
    private static final String HEAD = "%-18s %-20s %8s %8s %10s %8s %10s %8s %8s%n";
    private static final String ROW = "%-18s %-20s %8d %8d %10.5f %8.5f %10s %8s %8s%n";

    private AccuracyReport() {}

    static String table(AccuracyResult result) {
        StringBuilder table = new StringBuilder();
        InferenceSpeed speed = result.speed();
        append(
                table,
                "%n%s, %d cores, load %.1f before%n",
                result.machine().processor(),
                result.machine().cores(),
                speed.load());
        append(table, "reference  %s, 32-bit floats, pictures decoded whole%n", result.encoder());
        append(table, "int8       %s: %s%n%n", result.int8(), result.int8Origin());
        append(table, HEAD, "option", "pictures", "count", "shrunk", "cosine", "least", "P@10 ref.", "P@10", "change");
        for (VariantComparison comparison : result.comparisons()) {
            append(
                    table,
                    ROW,
                    comparison.option(),
                    comparison.set(),
                    comparison.images(),
                    comparison.shrunk(),
                    comparison.meanCosine(),
                    comparison.minCosine(),
                    comparison
                            .retrieval()
                            .map(p -> number("%.4f", p.reference()))
                            .orElse("-"),
                    comparison.retrieval().map(p -> number("%.4f", p.option())).orElse("-"),
                    comparison.retrieval().map(p -> number("%+.4f", p.change())).orElse("-"));
        }
        append(
                table,
                "%ninference alone, %d at once of %d pictures, pictures per second; median (min to max)%n",
                result.machine().cores(),
                speed.batch());
        append(table, "  float32  %s%n", spread("%.1f", speed.float32()));
        append(table, "  int8     %s%n", spread("%.1f", speed.int8()));
        append(table, "  ratio    %s%n", spread("%.2f", speed.ratio()));
        return table.toString();
    }

    static String json(AccuracyResult result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", result.machine().processor());
        json.put("cores", result.machine().cores());
        json.put("encoder", result.encoder());
        json.put("int8_encoder", result.int8());
        json.put("int8_origin", result.int8Origin());
        for (VariantComparison comparison : result.comparisons()) {
            ObjectNode row = json.withArray("effects").addObject();
            row.put("option", comparison.option());
            row.put("pictures", comparison.set());
            row.put("count", comparison.images());
            row.put("shrunk", comparison.shrunk());
            row.put("cosine_mean", comparison.meanCosine());
            row.put("cosine_min", comparison.minCosine());
            comparison.retrieval().ifPresent(precision -> {
                row.put("precision_at_10_reference", precision.reference());
                row.put("precision_at_10", precision.option());
                row.put("precision_at_10_change", precision.change());
            });
        }
        ObjectNode speed = json.putObject("inference_pictures_per_second");
        speed.put("load_before", result.speed().load());
        speed.put("batch", result.speed().batch());
        put(speed.putObject("float32"), result.speed().float32());
        put(speed.putObject("int8"), result.speed().int8());
        put(speed.putObject("ratio"), result.speed().ratio());
        return json.toPrettyString() + "\n";
    }

    private static void put(ObjectNode node, MedianAndRange spread) {
        node.put("median", spread.median());
        node.put("min", spread.min());
        node.put("max", spread.max());
    }

    private static String spread(String format, MedianAndRange spread) {
        return "%s (%s to %s)"
                .formatted(number(format, spread.median()), number(format, spread.min()), number(format, spread.max()));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
