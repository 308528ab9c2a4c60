package org.lookalike.bench.retrieval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.lookalike.bench.retrieval.QueryFigures.Mean;

/** The results as tables and as JSON. */
final class RetrievalReport {
    private RetrievalReport() {}

    static String table(RetrievalResult result) {
        StringBuilder table = new StringBuilder();
        append(
                table,
                "%s, %d cores, load %.1f before, %s%n",
                result.machine().processor(),
                result.machine().cores(),
                result.load(),
                result.encoder());
        append(table, "± is half of the 95 %% interval over the queries of a split; gains are paired.%n%n");
        for (RetrievalResult.OfSet set : result.sets()) {
            List<List<QueryFigures>> base = set.topics().get(RetrievalVariant.PCA);
            append(
                    table,
                    "%s: %,d in the gallery, %,d pairs, trace %.4f, %d splits%n",
                    set.name(),
                    set.gallery(),
                    set.pairs(),
                    set.trace(),
                    base == null ? 0 : base.size());
            set.topics().forEach((variant, splits) -> {
                row(table, variant.title(), splits, base);
                Map<String, List<List<QueryFigures>>> python = set.python();
                if (python != null && python.containsKey(variant.name())) {
                    row(table, "  plain Python", python.get(variant.name()), python.get(RetrievalVariant.PCA.name()));
                }
            });
            set.turned()
                    .forEach((how, mean) ->
                            append(table, "  %-32s P@10 %.4f ± %.4f%n", how, mean.mean(), mean.margin()));
            append(table, "%n");
        }
        return table.toString();
    }

    private static void row(
            StringBuilder table,
            String title,
            @Nullable List<List<QueryFigures>> splits,
            @Nullable List<List<QueryFigures>> base) {
        if (splits == null || base == null) {
            return;
        }
        append(
                table,
                "  %-32s P@10 %s  mAP %s  R@1 %s",
                title,
                figure(splits, QueryFigures::precisionAt10),
                figure(splits, QueryFigures::averagePrecision),
                figure(splits, QueryFigures::first));
        if (splits != base) {
            List<List<QueryFigures>> gains = gains(splits, base);
            append(
                    table,
                    "  gain P@10 %s  mAP %s",
                    gain(gains, QueryFigures::precisionAt10),
                    gain(gains, QueryFigures::averagePrecision));
        }
        append(table, "%n");
    }

    static List<List<QueryFigures>> gains(List<List<QueryFigures>> splits, List<List<QueryFigures>> base) {
        List<List<QueryFigures>> gains = new ArrayList<>();
        for (int split = 0; split < splits.size(); split++) {
            List<QueryFigures> ofSplit = new ArrayList<>();
            for (int query = 0; query < splits.get(split).size(); query++) {
                ofSplit.add(splits.get(split).get(query).minus(base.get(split).get(query)));
            }
            gains.add(ofSplit);
        }
        return gains;
    }

    private static String figure(List<List<QueryFigures>> splits, ToDoubleFunction<QueryFigures> figure) {
        Mean mean = Mean.of(splits, figure);
        return String.format(Locale.ROOT, "%.4f ± %.4f", mean.mean(), mean.margin());
    }

    private static String gain(List<List<QueryFigures>> gains, ToDoubleFunction<QueryFigures> figure) {
        Mean mean = Mean.of(gains, figure);
        return String.format(
                Locale.ROOT, "%+.4f ± %.4f (SD of splits %.4f)", mean.mean(), mean.margin(), mean.deviation());
    }

    static String json(RetrievalResult result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", result.machine().processor());
        json.put("cores", result.machine().cores());
        json.put("load_before", result.load());
        json.put("encoder", result.encoder());
        for (RetrievalResult.OfSet set : result.sets()) {
            ObjectNode ofSet = json.withObject("/sets").putObject(set.name());
            ofSet.put("gallery", set.gallery()).put("pairs", set.pairs()).put("trace", set.trace());
            ObjectNode topics = ofSet.putObject("topics");
            set.topics().forEach((variant, splits) -> put(topics.putObject(variant.name()), splits));
            Map<String, List<List<QueryFigures>>> python = set.python();
            if (python != null) {
                ObjectNode plain = ofSet.putObject("python");
                python.forEach((variant, splits) -> put(plain.putObject(variant), splits));
            }
            ObjectNode turned = ofSet.putObject("turned");
            set.turned().forEach((how, mean) -> turned.put(how, mean.mean()));
        }
        return json.toPrettyString() + "\n";
    }

    private static void put(ObjectNode json, List<List<QueryFigures>> splits) {
        put(json.putObject("p10"), Mean.of(splits, QueryFigures::precisionAt10));
        put(json.putObject("map"), Mean.of(splits, QueryFigures::averagePrecision));
        put(json.putObject("r1"), Mean.of(splits, QueryFigures::first));
    }

    private static void put(ObjectNode json, Mean mean) {
        json.put("mean", mean.mean()).put("margin", mean.margin()).put("deviation", mean.deviation());
    }

    @com.google.errorprone.annotations.FormatMethod
    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
