package org.lookalike.bench.labels;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.lookalike.bench.labels.LabelsResult.Clusters;
import org.lookalike.bench.labels.LabelsResult.OpenSet;
import org.lookalike.bench.labels.LabelsResult.Recall;

/** The results as tables and as JSON. */
final class LabelsReport {
    private LabelsReport() {}

    static String table(LabelsResult result) {
        StringBuilder table = new StringBuilder();
        append(table, "%n%s, %s%n", result.encoder(), result.machine().processor());
        append(table, "%none picture per identity, tests recognised%n");
        for (Recall recall : result.recalls()) {
            append(
                    table,
                    "  %-10s %-11s %5d identities  recall@1 %.4f%n",
                    recall.set(),
                    recall.space(),
                    recall.identities(),
                    recall.recall());
        }
        append(
                table,
                "%nhalf of the classes enrolled, half never seen; means over halves, false matches also median (min to max)%n");
        append(
                table,
                "%-16s %-11s %5s %-9s %6s %6s %6s %5s  %-30s %6s %8s %12s %12s%n",
                "set",
                "space",
                "each",
                "basis",
                "halves",
                "AUROC",
                "right",
                "asked",
                "false matches",
                "missed",
                "mistaken",
                "known novel",
                "others novel");
        for (OpenSet row : result.openSets()) {
            OpenSetOutcome outcome = row.outcome();
            append(
                    table,
                    "%-16s %-11s %5s %-9s %6d %6.3f %6.3f %5.2f  %-30s %6.3f %8.3f %12.3f %12.3f%n",
                    row.set(),
                    row.space(),
                    each(row),
                    basis(row),
                    outcome.splits(),
                    outcome.area(),
                    outcome.right(),
                    row.rate(),
                    String.format(
                            Locale.ROOT,
                            "%.3f, %.3f (%.3f to %.3f)",
                            outcome.falseMatches(),
                            outcome.falseMatchSpread().median(),
                            outcome.falseMatchSpread().min(),
                            outcome.falseMatchSpread().max()),
                    outcome.missed(),
                    outcome.mistaken(),
                    outcome.wronglyNovel(),
                    outcome.rightlyNovel());
        }
        append(
                table,
                "%nlabels for whole clusters after %d looks at each; bounds with confidence %.2f%n",
                result.sampleSize(),
                result.confidence());
        append(
                table,
                "%-10s %9s %7s %7s %9s %7s %11s %7s %7s %6s %6s%n",
                "set",
                "clusters",
                "purity",
                "looked",
                "all agree",
                "right",
                "all but one",
                "right",
                "bounds",
                "held",
                "mean");
        for (Clusters row : result.clusters()) {
            ClusterOutcome outcome = row.outcome();
            append(
                    table,
                    "%-10s %9s %7.3f %7.3f %9.3f %7.3f %11.3f %7.3f %7d %6.3f %6.3f%n",
                    row.set(),
                    (row.knee() ? "knee " : "") + outcome.clusters(),
                    outcome.purity(),
                    outcome.looked(),
                    outcome.all().labelled(),
                    outcome.all().right(),
                    outcome.allButOne().labelled(),
                    outcome.allButOne().right(),
                    outcome.bounds(),
                    outcome.held(),
                    outcome.meanBound());
        }
        return table.toString();
    }

    static String json(LabelsResult result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("processor", result.machine().processor());
        json.put("encoder", result.encoder());
        json.put("looks", result.sampleSize());
        json.put("confidence", result.confidence());
        for (Recall recall : result.recalls()) {
            ObjectNode row = json.withArray("one_picture_per_identity").addObject();
            row.put("set", recall.set());
            row.put("space", recall.space());
            row.put("identities", recall.identities());
            row.put("recall_at_1", recall.recall());
        }
        for (OpenSet trial : result.openSets()) {
            OpenSetOutcome outcome = trial.outcome();
            ObjectNode row = json.withArray("open_set").addObject();
            row.put("set", trial.set());
            row.put("space", trial.space());
            row.put("each", each(trial));
            row.put("basis", basis(trial));
            row.put("halves", outcome.splits());
            row.put("false_match_rate_asked", trial.rate());
            row.put("auroc", outcome.area());
            row.put("best_class_right", outcome.right());
            row.put("false_match_rate_mean", outcome.falseMatches());
            row.put("false_match_rate_median", outcome.falseMatchSpread().median());
            row.put("false_match_rate_min", outcome.falseMatchSpread().min());
            row.put("false_match_rate_max", outcome.falseMatchSpread().max());
            row.put("false_non_match_rate", outcome.missed());
            row.put("matched_with_wrong_class", outcome.mistaken());
            row.put("known_called_novel", outcome.wronglyNovel());
            row.put("unknown_called_novel", outcome.rightlyNovel());
        }
        for (Clusters trial : result.clusters()) {
            ClusterOutcome outcome = trial.outcome();
            ObjectNode row = json.withArray("cluster_labels").addObject();
            row.put("set", trial.set());
            row.put("knee", trial.knee());
            row.put("clusters", outcome.clusters());
            row.put("purity", outcome.purity());
            row.put("looked_at", outcome.looked());
            row.put("all_agree_labelled", outcome.all().labelled());
            row.put("all_agree_right", outcome.all().right());
            row.put("all_but_one_labelled", outcome.allButOne().labelled());
            row.put("all_but_one_right", outcome.allButOne().right());
            row.put("bounds", outcome.bounds());
            row.put("bounds_held", outcome.held());
            row.put("mean_bound", outcome.meanBound());
        }
        return json.toPrettyString() + "\n";
    }

    private static String each(OpenSet row) {
        return row.each() == Integer.MAX_VALUE ? "all" : Integer.toString(row.each());
    }

    private static String basis(OpenSet row) {
        return row.strangers() ? "strangers" : "classes";
    }

    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
