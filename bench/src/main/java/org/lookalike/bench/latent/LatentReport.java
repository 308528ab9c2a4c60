package org.lookalike.bench.latent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.lookalike.bench.latent.LatentResult.TaskResult;
import org.lookalike.bench.measure.Machine;
import org.lookalike.bench.measure.MedianAndRange;

/** The results as a table and as JSON. */
final class LatentReport {
    private static final String ROW = "  %-62s %10s   %s%n";

    private LatentReport() {}

    static String table(LatentResult result) {
        StringBuilder table = new StringBuilder();
        Machine machine = result.machine();
        append(
                table,
                "%n%s, %d cores, %s, Java %s; %d threads, the fastest of %d in a round%n%s%n",
                machine.processor(),
                machine.cores(),
                machine.system(),
                machine.java(),
                result.threads(),
                result.repeats(),
                result.versions());
        for (TaskResult task : result.tasks()) {
            append(
                    table,
                    "%n%s; %d rounds, load %.1f (%.1f to %.1f)%n",
                    task.name(),
                    task.ours().count(),
                    task.load().median(),
                    task.load().min(),
                    task.load().max());
            append(table, ROW, "", "median", "min to max");
            row(table, "Lookalike, seconds", task.ours());
            task.peers().forEach((peer, seconds) -> row(table, peer + ", seconds", seconds));
            task.ratios().forEach((peer, ratio) -> row(table, "Lookalike / " + peer, ratio));
            task.agreement()
                    .forEach((name, value) ->
                            append(table, ROW, name.replace('_', ' '), String.format(Locale.ROOT, "%.6g", value), ""));
        }
        return table.toString();
    }

    /**
     * One object. Under {@code tasks} stands one for each task by its name, with {@code seconds} and {@code ratio} by
     * system as medians over rounds, their spreads, and the figures of {@code agreement}.
     */
    static String json(LatentResult result) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.putPOJO("machine", result.machine());
        json.put("threads", result.threads());
        json.put("fits_per_round", result.repeats());
        json.putPOJO("versions", result.versions());
        ObjectNode tasks = json.putObject("tasks");
        result.tasks().forEach(task -> put(tasks.putObject(task.name()), task));
        return json.toPrettyString() + "\n";
    }

    private static void put(ObjectNode json, TaskResult task) {
        json.put("rounds", task.ours().count());
        put(json, "load_before", task.load());
        ObjectNode seconds = json.putObject("seconds");
        put(seconds, "lookalike", task.ours());
        task.peers().forEach((peer, spread) -> put(seconds, peer, spread));
        ObjectNode ratio = json.putObject("ratio");
        task.ratios().forEach((peer, spread) -> put(ratio, peer, spread));
        ObjectNode agreement = json.putObject("agreement");
        task.agreement().forEach(agreement::put);
    }

    private static void put(ObjectNode json, String name, MedianAndRange spread) {
        ObjectNode inner = json.putObject(name);
        inner.put("median", spread.median());
        inner.put("min", spread.min());
        inner.put("max", spread.max());
    }

    private static void row(StringBuilder table, String name, MedianAndRange spread) {
        append(
                table,
                ROW,
                name,
                String.format(Locale.ROOT, "%.3f", spread.median()),
                String.format(Locale.ROOT, "%.3f to %.3f", spread.min(), spread.max()));
    }

    private static void append(StringBuilder table, String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values));
    }
}
